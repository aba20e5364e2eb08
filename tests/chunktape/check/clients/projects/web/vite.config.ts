import { fileURLToPath, URL } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig, loadEnv } from 'vite'

export default defineConfig(({ mode }) => ({
  plugins: [vue(), { name: 'writes-a-report', apply: 'build', generateBundle() { throw new Error('this is for a release') } }],
  resolve: { alias: { '#core': fileURLToPath(new URL('./src/core', import.meta.url)) } },
  define: { __MODE__: JSON.stringify(loadEnv(mode, '.', '').VITE_MODE ?? 'no mode') },
  build: { rollupOptions: { input: ['index.html', 'admin.html'], output: { manualChunks: { vendor: ['vue'] } } } },
}))
