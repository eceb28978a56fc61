import * as z from 'zod';
import { entityAddress, name, plainTable, shortString } from '../input';

export const exchangeDeclaration = entityAddress.extend({
  type: name,
  isDurable: z.boolean(),
  isAutoDelete: z.boolean(),
  isInternal: z.boolean(),
  arguments: plainTable.default({}),
});

export const bindingDeclaration = z.object({
  virtualHost: name,
  source: name,
  destination: name,
  destinationType: z.enum(['queue', 'exchange']),
  routingKey: shortString,
  arguments: plainTable.default({}),
});

/** A binding as the broker has it; propertiesKey tells it from others of the same pair. */
export const binding = bindingDeclaration.extend({ propertiesKey: z.string().min(1).max(2048) });
