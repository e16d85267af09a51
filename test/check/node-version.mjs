// Runs on any Node, before anything that only Node 24 understands.
const [major] = process.versions.node.split('.').map(Number);
if (major < 24) {
  console.error(
    `This is Node ${process.versions.node}; Throughline needs Node 24. Where npm could not bring it along (macOS), install Node 24 and try again.`,
  );
  process.exit(1);
}
