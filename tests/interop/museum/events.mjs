// What stands between a package that gives lines and the texts of the tape.

// Takes lines, and says the data of each event, dispatched at its blank line.
export function eventsOf(say) {
  let data = [];
  let isFirst = true;
  return (given) => {
    const line = isFirst ? given.replace(/^\ufeff/, '') : given;
    isFirst = false;
    if (line.startsWith('data:')) {
      data.push(line.slice(5).replace(/^ /, ''));
    } else if (line === '' && data.length > 0) {
      say(data.join('\n'));
      data = [];
    }
  };
}
