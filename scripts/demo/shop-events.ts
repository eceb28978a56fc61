import { randomUUID } from 'node:crypto';

/** Realistic bodies. Some are wrong in the ways that real ones are, so that consumers have something to fail on. */
export type Customer = { readonly id: string; readonly name: string; readonly email: string };
export type OrderLine = { readonly sku: string; readonly title: string; readonly quantity: number; readonly unitPrice: number };
export type Order = {
  readonly orderId: string;
  readonly placedAt: string;
  readonly country: string;
  /** Null for guests who left before they typed their address: fulfilment stumbles over it. */
  readonly customer: Customer | null;
  readonly lines: readonly OrderLine[];
  readonly total: number;
  /** 'EURO' from an old app version: the payment service knows 'EUR' only. */
  readonly currency: string;
};

const GUEST_SHARE = 0.02;
const OLD_APP_SHARE = 0.03;

const people = [
  'Ada Obi',
  'Björn Lindqvist',
  'Chiara Rossi',
  'Dmitri Volkov',
  'Emeka Nwosu',
  'Fatima Zahra',
  'Giulia Ferrari',
  'Hiro Tanaka',
];
const countries = [
  { code: 'de', currency: 'EUR' },
  { code: 'fr', currency: 'EUR' },
  { code: 'se', currency: 'SEK' },
  { code: 'us', currency: 'USD' },
  { code: 'jp', currency: 'JPY' },
] as const;
const articles = [
  { sku: 'TEA-0042', title: 'Sencha, 100 g', unitPrice: 12.9 },
  { sku: 'MUG-0007', title: 'Stoneware mug', unitPrice: 18.5 },
  { sku: 'POT-0113', title: 'Cast iron teapot', unitPrice: 64 },
  { sku: 'BOX-0021', title: 'Tasting box', unitPrice: 29.9 },
  { sku: 'SPN-0300', title: 'Bamboo spoon', unitPrice: 4.2 },
] as const;

export function pick<T>(list: readonly T[]): T {
  const item = list[Math.floor(Math.random() * list.length)];
  if (item === undefined) throw new Error('pick() needs a list with something in it');
  return item;
}

let orderNumber = 0;

export function newOrder(): Order {
  const country = pick(countries);
  const lines = Array.from({ length: 1 + Math.floor(Math.random() * 3) }, () => ({
    ...pick(articles),
    quantity: 1 + Math.floor(Math.random() * 3),
  }));
  orderNumber += 1;
  return {
    orderId: `ORD-${new Date().toISOString().slice(2, 10).replaceAll('-', '')}-${String(orderNumber).padStart(6, '0')}`,
    placedAt: new Date().toISOString(),
    country: country.code,
    customer: Math.random() < GUEST_SHARE ? null : newCustomer(),
    lines,
    total: Math.round(lines.reduce((sum, line) => sum + line.quantity * line.unitPrice, 0) * 100) / 100,
    currency: country.currency === 'EUR' && Math.random() < OLD_APP_SHARE ? 'EURO' : country.currency,
  };
}

function newCustomer(): Customer {
  const name = pick(people);
  const mailbox = name
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^a-z ]/g, '')
    .replace(' ', '.');
  return { id: `C-${randomUUID().slice(0, 8)}`, name, email: `${mailbox}@example.com` };
}

export const newPayment = (order: Order, amount = order.total) => ({
  paymentId: `PAY-${randomUUID().slice(0, 8)}`,
  orderId: order.orderId,
  amount,
  currency: order.currency,
  method: pick(['card', 'paypal', 'invoice', 'klarna']),
});
export type Payment = ReturnType<typeof newPayment>;

export const stockChanges = (order: Order) =>
  order.lines.map((line) => ({ sku: line.sku, change: -line.quantity, warehouse: pick(['HAM-1', 'LYS-2']), orderId: order.orderId }));

export const newMail = (order: Order, template: string) => ({
  mailId: randomUUID(),
  template,
  to: order.customer?.email ?? null,
  subject: `${template.replaceAll('-', ' ')} · ${order.orderId}`,
  orderId: order.orderId,
});
