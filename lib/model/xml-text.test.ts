import { expect, it } from 'vitest';
import { formatXml } from './xml-text';

it('indents elements and leaves text on its line', () => {
  expect(formatXml('<?xml version="1.0"?><order id="a>b"><item>tea</item><empty/><!-- x --></order>')).toBe(
    '<?xml version="1.0"?>\n<order id="a>b">\n  <item>tea</item>\n  <empty/>\n  <!-- x -->\n</order>',
  );
});

it('gives up on tags that do not pair', () => {
  for (const broken of ['<a><b></a>', '<a>', '</a>', '<a', 'a < b']) expect(formatXml(broken)).toBeNull();
});
