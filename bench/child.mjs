// One variant in a process of its own; see harness.mjs.
let run;

process.on('message', async (message) => {
  try {
    if (message.kind === 'prepare') {
      const { variants } = await import(message.module);
      run = await variants[message.variant](message.params);
      const started = performance.now();
      for (let i = 0; i < message.warmup || (performance.now() - started < 1000 && i < 200); i++) await run();
      process.send({});
    } else {
      const before = process.cpuUsage();
      let check;
      for (let i = 0; i < message.inner; i++) check = await run();
      const { user, system } = process.cpuUsage(before);
      process.send({ cpuMs: (user + system) / 1000, check, rssMiB: process.memoryUsage.rss() / 2 ** 20 });
    }
  } catch (error) {
    process.send({ error: String(error?.stack ?? error) });
  }
});
