import { ConnectionError, decodeTable, replyCode } from '../../amqp';

export type Credentials = { readonly user: string; readonly password: string };
export type SaslMechanism = 'PLAIN' | 'AMQPLAIN' | 'EXTERNAL';

/** EXTERNAL needs a verified client certificate, so it is offered on such connections only. */
export function offeredMechanisms(hasClientCertificate: boolean): readonly SaslMechanism[] {
  return hasClientCertificate ? ['EXTERNAL', 'PLAIN', 'AMQPLAIN'] : ['PLAIN', 'AMQPLAIN'];
}

/** @throws ConnectionError 501 when the response is not of the mechanism's form; never says anything about the password */
export function readCredentials(mechanism: 'PLAIN' | 'AMQPLAIN', response: Uint8Array): Credentials {
  const bytes = Buffer.from(response.buffer, response.byteOffset, response.byteLength);
  return mechanism === 'PLAIN' ? readPlain(bytes) : readAmqPlain(bytes);
}

/** RFC 4616: [authzid] NUL authcid NUL password */
function readPlain(response: Buffer): Credentials {
  const first = response.indexOf(0);
  const second = response.indexOf(0, first + 1);
  if (first < 0 || second < 0) throw malformed('PLAIN');
  return { user: response.toString('utf8', first + 1, second), password: response.toString('utf8', second + 1) };
}

/** A field table without its size: LOGIN and PASSWORD as long strings. */
function readAmqPlain(response: Buffer): Credentials {
  const sized = Buffer.alloc(response.length + 4);
  sized.writeUInt32BE(response.length);
  response.copy(sized, 4);
  const table = decodeTable(sized, 0, sized.length);
  const text = (key: string): string => {
    const value = table.find((entry) => entry.key === key)?.value;
    if (value?.type !== 'string') throw malformed('AMQPLAIN');
    return value.value;
  };
  return { user: text('LOGIN'), password: text('PASSWORD') };
}

function malformed(mechanism: string): ConnectionError {
  return new ConnectionError(replyCode.syntaxError, `SYNTAX_ERROR - malformed ${mechanism} response`);
}
