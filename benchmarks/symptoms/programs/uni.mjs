// uni.request as it runs on H5, alone: esbuild takes it out of uni-app's own bundle (benchmarks/symptoms/browser.py).
export { request } from '@dcloudio/uni-h5';
