import * as z from 'zod';
import { AmqpFault } from '../amqp/amqp-fault';
import { ConnectorError, type ConnectorErrorCode } from '../connector';

/**
 * Turns what brokers say into the port's errors, in one place. RabbitMQ answers 401 both for a wrong password
 * (`not_authorized`, with z) and for a missing permission (`not_authorised`, with s); 400 both for nonsense and for a
 * conflict with what exists.
 */
const errorBodySchema = z.object({ error: z.string().catch(''), reason: z.string().catch('') });

const conflictPatterns = ['inequivalent arg', 'not empty', 'in use', 'PRECONDITION_FAILED', 'RESOURCE_LOCKED', 'exclusive'];

export function errorOfAnswer(status: number, body: Buffer, what: string): ConnectorError {
  const { error, reason } = readErrorBody(body);
  const sentence = reason === '' ? `The broker answered ${status} to ${what}.` : sentenceOf(reason);
  if (status === 401) {
    if (error !== 'not_authorised') return new ConnectorError('unauthorized', 'The broker refuses this user name and password.');
    return new ConnectorError('forbidden', `The broker user may not do this: ${sentence}`);
  }
  if (status === 403) return new ConnectorError('forbidden', `The broker user may not do this: ${sentence}`);
  if (status === 404) return new ConnectorError('not-found', reason === 'Not Found' ? `There is nothing at ${what}.` : sentence);
  if (status === 405 || status === 501) return new ConnectorError('not-supported', `The broker does not support ${what}.`);
  if (status === 409) return new ConnectorError('conflict', sentence);
  if (status >= 400 && status < 500) return new ConnectorError(codeOfReason(reason), sentence);
  return new ConnectorError('broker-fault', sentence);
}

export function errorOfNetwork(error: unknown, origin: string): ConnectorError {
  const text = error instanceof Error ? error.message : String(error);
  const sentence = `${origin} can't be reached: ${text || 'the connection failed'}.${trustAdvice(text)}`;
  return new ConnectorError('unreachable', sentence, { cause: error });
}

/** Node's words for a certificate that it does not trust all hold this one. */
const trustAdvice = (text: string): string =>
  /certificate/i.test(text) ? ' Start Warren with NODE_EXTRA_CA_CERTS set to the file of the authority that signed it.' : '';

/** @param what what was tried, for faults without a text of their own */
export function errorOfAmqp(error: unknown, what: string): ConnectorError {
  if (error instanceof ConnectorError) return error;
  if (!(error instanceof AmqpFault)) return new ConnectorError('broker-fault', `${what} failed unexpectedly.`, { cause: error });
  const options = { cause: error };
  switch (error.scope) {
    case 'socket':
      return new ConnectorError(
        'unreachable',
        `The broker's AMQP port can't be reached: ${sentenceOf(error.message)}${trustAdvice(error.message)}`,
        options,
      );
    case 'timeout':
      return new ConnectorError('timeout', sentenceOf(error.message), options);
    case 'closed':
      return new ConnectorError('unreachable', sentenceOf(error.message), options);
    case 'refused':
      if (error.replyCode === 403) return new ConnectorError('unauthorized', 'The broker refuses this user name and password.', options);
      if (error.message.includes('not found')) return new ConnectorError('not-found', sentenceOf(error.message), options);
      return new ConnectorError('forbidden', `The broker user may not do this: ${sentenceOf(error.message)}`, options);
    default:
      return new ConnectorError(codeOfReply(error.replyCode), sentenceOf(error.message), options);
  }
}

function codeOfReply(replyCode: number | null): ConnectorErrorCode {
  if (replyCode === 403) return 'forbidden';
  if (replyCode === 404) return 'not-found';
  if (replyCode === 405 || replyCode === 406) return 'conflict';
  if (replyCode === 540) return 'not-supported';
  return 'broker-fault';
}

function codeOfReason(reason: string): ConnectorErrorCode {
  if (reason.includes('ACCESS_REFUSED')) return 'forbidden';
  if (reason.includes('NOT_FOUND')) return 'not-found';
  return conflictPatterns.some((pattern) => reason.includes(pattern)) ? 'conflict' : 'invalid';
}

function readErrorBody(body: Buffer): { error: string; reason: string } {
  try {
    return errorBodySchema.parse(JSON.parse(body.toString('utf8')));
  } catch {
    return { error: '', reason: '' }; // a proxy's page, or nothing: the status says enough
  }
}

/** `406 PRECONDITION_FAILED - queue 'a' …` → `Queue 'a' ….` */
function sentenceOf(text: string): string {
  const plain = text
    .replace(/^\d{3} /, '')
    .replace(/^[A-Z_]{4,} - /, '')
    .trim();
  const sentence = plain.charAt(0).toUpperCase() + plain.slice(1);
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
