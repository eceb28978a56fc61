import { ChannelError, ConnectionError, replyCode } from '../../../amqp/errors';
import { PatternError } from '../../auth/name-pattern';
import type { Answer } from './answer';
import { HttpError } from './http-error';

/** What the client hears of something thrown; null when it is a fault of ours. AMQP's refusals come out as RabbitMQ's plug-in tells them. */
export function answerError(error: unknown): Answer | null {
  if (error instanceof HttpError)
    return { kind: 'json', status: error.status, value: { error: error.error, reason: error.reason }, headers: error.headers };
  if (error instanceof PatternError) return refusal(400, 'bad_request', `invalid_regexp: ${error.message}`);
  if (error instanceof ChannelError || error instanceof ConnectionError) return answerAmqpError(error);
  return null;
}

function answerAmqpError(error: ChannelError | ConnectionError): Answer {
  const text = error.message.replace(/^[A-Z_]+ - /, '');
  if (error.code === replyCode.notFound) return refusal(404, 'not_found', text);
  if (error.code === replyCode.accessRefused) return refusal(401, 'not_authorised', 'Access refused.');
  if (error.code === replyCode.preconditionFailed || error.code === replyCode.commandInvalid) return refusal(400, 'bad_request', text);
  if (error.code === replyCode.resourceError) return refusal(503, 'unavailable', text);
  return refusal(400, 'bad_request', `${error.code} ${error.message}`);
}

const refusal = (status: number, error: string, reason: string): Answer => ({ kind: 'json', status, value: { error, reason } });
