// A platform that watches its requests: which chunk listeners each one has, and how many were removed that were never
// added.

// `listeners` counts; `part()` is the answer that is asked for; `whole`: success has the whole body, as some platforms do;
// `notes(name)` keeps the client's line.
export function watchedPlatform(platform, { listeners, notes, part, whole }) {
  const withBody = (callback, options) => callback && ((result) => {
    const bytes = new whole.realm.Uint8Array(whole.body);
    callback({ ...result, data: options.responseType === 'arraybuffer' ? bytes.buffer : whole.body.toString('utf8') });
  });

  function request(options) {
    const { heard } = part();
    const task = platform.request(whole && options.enableChunked
      ? { ...options, success: withBody(options.success, options), complete: withBody(options.complete, options) } : options);
    const { onChunkReceived: on, offChunkReceived: off } = task;
    if (on) {
      task.onChunkReceived = (listener) => {
        listeners.on += 1;
        notes('on');
        heard.add(listener);
        return on(listener);
      };
    }
    if (off) {
      task.offChunkReceived = (listener) => {
        listeners.off += 1;
        if (listener && !heard.has(listener)) {
          listeners.strange += 1;
          notes('off');
        }
        if (listener) {
          heard.delete(listener);
        } else {
          heard.clear();
        }
        return off(listener);
      };
    }
    return task;
  }
  return { ...platform, request };
}
