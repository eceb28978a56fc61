import * as z from 'zod';
import { parseUrl } from '../../base/parse-url';
import { environments } from '../../model/console';

const addressOf = (protocols: readonly string[], example: string) =>
  z.string().refine((text) => {
    const url = parseUrl(text);
    return url !== null && protocols.includes(url.protocol) && url.hostname !== '' && url.username === '' && url.password === '';
  }, `Give an address like ${example}, without user and password.`);

/** What an admin fills in to connect a broker. The password goes in and never out. */
export const brokerSettings = z.object({
  name: z.string().trim().min(1, 'Give the broker a name.').max(60),
  environment: z.enum(environments),
  colour: z.string().max(20).nullable(),
  managementUrl: addressOf(['http:', 'https:'], 'http://broker.example.org:15672'),
  amqpUrl: addressOf(['amqp:', 'amqps:'], 'amqp://broker.example.org:5672'),
  username: z.string().min(1, 'Give the user that the console signs in with.').max(255),
  password: z.string().max(1024),
});
export type BrokerSettings = z.infer<typeof brokerSettings>;

/** What is not given stays as it is, the password too. */
export const brokerChange = z
  .object({
    name: brokerSettings.shape.name.exactOptional(),
    environment: brokerSettings.shape.environment.exactOptional(),
    colour: brokerSettings.shape.colour.exactOptional(),
    managementUrl: brokerSettings.shape.managementUrl.exactOptional(),
    amqpUrl: brokerSettings.shape.amqpUrl.exactOptional(),
    username: brokerSettings.shape.username.exactOptional(),
    password: brokerSettings.shape.password.exactOptional(),
  })
  .refine((change) => Object.keys(change).length > 0, 'Give what to change.');
export type BrokerChange = z.infer<typeof brokerChange>;

/** As the audit keeps it. */
export const withoutPassword = (settings: BrokerChange) => {
  const { password, ...rest } = settings;
  return password === undefined ? rest : { ...rest, password: '(changed)' };
};
