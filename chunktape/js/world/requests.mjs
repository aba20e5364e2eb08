// The tape as the answer to a request of the client: the transport of wx.mjs, platform/fetch.mjs and platform/xhr.mjs.
//
// Rules:
// - Nothing is called back before the client's code has returned: the answer begins in the next turn of the loop.
// - The platform is patient: the client's timers of up to `SOON` ms after a request run before its head, unless `eager`.
// - A client that asks again whenever an answer ends (it reconnects) has no answer in the end.
// - While requests are held, none begins: the only request of a client that has returned, and has stirred nothing,
//   needs no turn of the loop.

import { advance, SOON } from './rests.mjs';
import { now } from './steps.mjs';
import { calm, hasStirred, isStill } from './stirs.mjs';

const MOST = 4; // answers of one run
const HEADERS = ['Content-Type', 'text/event-stream; charset=utf-8', 'Transfer-Encoding', 'chunked'];

export class Requests {
  #world;

  #eager;

  #threw;

  #held = null; // answers that have not begun

  #count = 0;

  // `threw` gets the exceptions of the platform's callbacks.
  constructor(world, { eager, threw }) {
    this.#world = world;
    this.#eager = eager;
    this.#threw = threw;
    this.sending = null;
  }

  send(on) {
    const world = this.#world;
    const request = { on, gone: false };
    world.asked();
    this.#count += 1;
    if (this.#count > MOST) {
      return { destroy() {} };
    }
    if (this.#held === null) {
      this.#begin(request);
    } else {
      this.#held.push(request);
      this.sending = request;
    }
    return {
      destroy() {
        request.gone = true;
        world.gone = true;
      },
    };
  }

  #begin(request) {
    this.sending = this.#world.settle().then(() => now(this.#answer(request)));
  }

  // From now on requests are held, up to `released`.
  hold() {
    this.#held = [];
  }

  // Steps: what was held begins. Where nothing has stirred, and there is one request, its answer is over as well.
  * released() {
    const held = this.#held;
    this.#held = null;
    if (held?.length === 1 && isStill()) {
      yield* this.#answer(held[0]);
    } else {
      held?.forEach((request) => this.#begin(request));
    }
  }

  * #answer(request) {
    const { on } = request;
    const world = this.#world;
    const { body } = world.tape;
    try {
      if (!this.#eager) {
        yield* advance(world, SOON);
      }
      calm();
      on.head(200, HEADERS);
      if (hasStirred()) { // a fetch has its response
        yield* advance(world, SOON);
      }
      yield* world.tape.each((from, to) => !request.gone && on.data(body.subarray(from, to)));
      if (!request.gone) {
        on.end();
      }
      on.close();
      yield* advance(world, SOON);
    } catch (error) {
      (this.#threw ?? ((one) => world.fail(one)))(error);
    }
  }
}
