/** 127.0.0.0/8 and ::1, also as the IPv4-mapped form that a dual-stack socket reports (RFC 4291 2.5.5.2). */
export function isLoopbackAddress(address: string): boolean {
  const plain = address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
  return plain === '::1' || /^127(\.\d{1,3}){3}$/.test(plain);
}
