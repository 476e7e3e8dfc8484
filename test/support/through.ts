/** An address of the test server as what is tested is given it: that of a pooler before it, where the run has one (GUICHET_TEST_THROUGH). */
export function through(url: string): string {
  const pooler = process.env['GUICHET_TEST_THROUGH'];
  if (pooler === undefined) return url;
  const at = new URL(url);
  at.host = pooler;
  return at.toString();
}
