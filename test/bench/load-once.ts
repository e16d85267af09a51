// Loads the bundle named by the first argument in this fresh process and prints the milliseconds of processor time it took.
const before = process.cpuUsage();
await import(process.argv[2] ?? '');
const { user, system } = process.cpuUsage(before);
console.log((user + system) / 1000);
process.exit(0);

export {};
