// Holds one answer of a scene: the piece that ends at offset `end` waits until the gate is raised that far.

export function createGate() {
  let raised = -1;
  let waiting = [];
  return {
    pass(end) {
      return end <= raised ? undefined : new Promise((go) => { waiting.push({ end, go }); });
    },
    raise(to) {
      raised = Math.max(raised, to);
      const free = waiting.filter(({ end }) => end <= raised);
      waiting = waiting.filter(({ end }) => end > raised);
      free.forEach(({ go }) => go());
    },
    get holds() {
      return waiting.length > 0;
    },
  };
}
