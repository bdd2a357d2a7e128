// Takes out of package-lock.json what names a host: where a package came from and whom to sponsor.
// The integrity hashes stay, so `npm ci` installs the same files from whatever registry it is given.
import { readFileSync, writeFileSync } from 'node:fs';

const path = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(path, 'utf8'));
for (const entry of Object.values(lock.packages)) {
  delete entry.resolved;
  delete entry.funding;
}
writeFileSync(path, JSON.stringify(lock, null, 2) + '\n');
