import * as z from 'zod';
import { roles } from '../../model/access';

export const passwordLengthMin = 10;
const passwordLengthMax = 128;

const personName = z.string().trim().min(1, 'Give a name.').max(100);
export const email = z
  .email('Give an e-mail address.')
  .max(254)
  .transform((address) => address.toLowerCase());
export const password = z
  .string()
  .min(passwordLengthMin, `Use at least ${passwordLengthMin} characters.`)
  .max(passwordLengthMax, `Use at most ${passwordLengthMax} characters.`);

export const newPerson = z.object({ name: personName, email, password, role: z.enum(roles) });
export const personChange = z
  .object({ name: personName.exactOptional(), role: z.enum(roles).exactOptional(), password: password.exactOptional() })
  .refine((change) => Object.keys(change).length > 0, 'Give what to change: name, role or password.');
export const passwordChange = z.object({
  currentPassword: z.string().min(1, 'Give your current password.').max(passwordLengthMax, 'This is not your current password.'),
  newPassword: password,
});
export const firstAdmin = newPerson.omit({ role: true }).extend({ token: z.string().max(200) });
