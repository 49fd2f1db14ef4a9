/** One suite of figures, in a process of its own: what ran before it would change how its code is compiled. */
const [name, how] = process.argv.slice(2);
const { [`${name}Rows`]: run } = await import(`./${name}.mjs`);
process.send(await run({ quick: how === 'quick' }));
process.disconnect();
