import * as z from 'zod';
import { entityAddress, plainTable } from '../input';

export const queueDeclaration = entityAddress.extend({
  type: z.enum(['classic', 'quorum', 'stream']),
  isDurable: z.boolean(),
  isAutoDelete: z.boolean(),
  arguments: plainTable.default({}),
});
