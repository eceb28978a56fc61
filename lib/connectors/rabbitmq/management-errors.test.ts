import { describe, expect, it } from 'vitest';
import { AmqpFault } from '../amqp/amqp-fault';
import { errorOfAmqp, errorOfAnswer, errorOfNetwork } from './management-errors';

const answered = (status: number, error: string, reason: string) =>
  errorOfAnswer(status, Buffer.from(JSON.stringify({ error, reason })), 'PUT /api/queues/%2F/q');

describe('what brokers say when they say no', () => {
  it.each([
    [401, 'not_authorized', 'Login failed', 'unauthorized', 'user name and password'],
    [401, 'not_authorised', 'Access refused.', 'forbidden', 'Access refused.'],
    [401, 'not_authorised', 'Not monitor user', 'forbidden', 'Not monitor user.'],
    [404, 'Object Not Found', 'Not Found', 'not-found', '/api/queues/%2F/q'],
    [404, 'not_found', "no exchange 'x' in vhost '/'", 'not-found', "No exchange 'x' in vhost '/'."],
    [400, 'bad_request', "inequivalent arg 'durable' for queue 'q'", 'conflict', 'Inequivalent arg'],
    [400, 'bad_request', "queue 'q' in vhost '/' not empty", 'conflict', 'not empty.'],
    [400, 'bad_request', "406 PRECONDITION_FAILED - exchange 'x' in use", 'conflict', "Exchange 'x' in use."],
    [400, 'bad_request', "405 RESOURCE_LOCKED - exclusive access to queue 'q'", 'conflict', 'Exclusive access'],
    [400, 'bad_request', "invalid arg 'x-message-ttl'", 'invalid', "Invalid arg 'x-message-ttl'."],
    [405, '', 'Method Not Allowed', 'not-supported', 'does not support'],
    [500, '', '', 'broker-fault', 'answered 500'],
    [503, 'unavailable', 'starting up', 'broker-fault', 'Starting up.'],
  ])('%i %s %s is %s', (status, error, reason, code, part) => {
    const result = answered(status, error, reason);
    expect(result.code).toBe(code);
    expect(result.message).toContain(part);
  });

  it("survives a proxy's page and an empty body", () => {
    expect(errorOfAnswer(502, Buffer.from('<html>'), 'GET /api/overview')).toMatchObject({ code: 'broker-fault' });
    expect(errorOfAnswer(400, Buffer.alloc(0), 'GET /api/overview')).toMatchObject({ code: 'invalid' });
  });

  it.each([
    ['refused', 403, 'ACCESS_REFUSED - Login was refused', 'unauthorized'],
    ['refused', 530, 'NOT_ALLOWED - vhost nope not found', 'not-found'],
    ['refused', 530, "NOT_ALLOWED - access to vhost 'a' refused for user 'b'", 'forbidden'],
    ['channel', 404, "NOT_FOUND - no queue 'q' in vhost '/'", 'not-found'],
    ['channel', 403, 'ACCESS_REFUSED - read access refused', 'forbidden'],
    ['channel', 405, 'RESOURCE_LOCKED - exclusive', 'conflict'],
    ['channel', 406, 'PRECONDITION_FAILED - unknown', 'conflict'],
    ['connection', 540, 'NOT_IMPLEMENTED - basic.get on a stream', 'not-supported'],
    ['connection', 320, 'CONNECTION_FORCED - maintenance', 'broker-fault'],
    ['socket', null, 'connect ECONNREFUSED', 'unreachable'],
    ['timeout', null, 'no answer', 'timeout'],
    ['closed', null, 'the connector was closed', 'unreachable'],
  ] as const)('AMQP %s %s is known', (scope, replyCode, text, code) => {
    expect(errorOfAmqp(new AmqpFault(scope, text, replyCode), 'Reading q')).toMatchObject({ name: 'ConnectorError', code });
  });

  it('never lets an unknown error through, nor its message', () => {
    const error = errorOfAmqp(new Error('amqp://guest:secret@host'), 'Reading q');
    expect(error).toMatchObject({ code: 'broker-fault', message: 'Reading q failed unexpectedly.' });
    expect(errorOfNetwork(new Error('connect ECONNREFUSED'), 'http://host:1').message).toContain('http://host:1');
  });

  it('says what to do about a certificate that is not trusted', () => {
    const text = 'self-signed certificate';
    expect(errorOfNetwork(new Error(text), 'https://host:1').message).toContain('NODE_EXTRA_CA_CERTS');
    expect(errorOfAmqp(new AmqpFault('socket', text), 'Reading q').message).toContain('NODE_EXTRA_CA_CERTS');
    expect(errorOfAmqp(new AmqpFault('socket', 'reset'), 'Reading q').message).not.toContain('NODE_EXTRA_CA_CERTS');
  });
});
