// Runs Azurite until standard input ends, which it does however the parent ended.
process.stdin.on('end', () => process.exit(0)).resume();
require('azurite/dist/src/azurite');
