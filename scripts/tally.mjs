// Prints the one line that says how the suite went, from vitest's JSON report: `412 passed, 0 failed`.
// A test file that could not even be loaded has no tests to count: it counts as one failure.
import { readFileSync } from 'node:fs';

const [path = ''] = process.argv.slice(2);
try {
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(path, 'utf8'));
  const unloaded = testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
  console.log(`${numPassedTests} passed, ${numFailedTests + unloaded} failed`);
} catch {
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
}
