import { z } from 'zod';
import { plainTable, queueAddress } from '../input';

export const queueDeclaration = queueAddress.extend({
  type: z.enum(['classic', 'quorum', 'stream']),
  isDurable: z.boolean(),
  isAutoDelete: z.boolean(),
  arguments: plainTable.default({}),
});
