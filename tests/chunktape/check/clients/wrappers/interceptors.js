// A factory over the platform's request with interceptors, and the first chunk behind a promise.
export function createHttp(config) {
  const interceptors = [(options) => ({ ...options, header: { ...options.header, token: uni.getStorageSync('userToken') } })];
  return {
    use: (run) => interceptors.push(run),
    stream(options) {
      const full = interceptors.reduce((all, run) => run(all), { ...config, ...options });
      return new Promise((resolve) => {
        const texts = [];
        const task = uni.request({ ...full, enableChunked: true, success: () => { full.onEnd?.(); resolve(texts.length); }, fail: (error) => full.onError?.(error) });
        task.onChunkReceived((res) => {
          const text = decodeURIComponent(escape(String.fromCharCode(...new Uint8Array(res.data))));
          text.split('\n\n').filter((one) => one.startsWith('data: {')).forEach((one) => {
            texts.push(one);
            full.onMessage?.(JSON.parse(one.slice(6)).choices[0]?.delta?.content ?? '', texts.length);
          });
        });
      });
    },
  };
}
