import * as z from 'zod';
import { ConnectorError } from '../connector';
import { exchangeSegment, type ManagementClient, managementPath } from './management-client';
import { rabbitmqLimits } from './rabbitmq-limits';
import { type BindingShape, bindingShape, type ExchangeShape } from './shapes';

const bindingsShape = z.array(bindingShape);

/**
 * All bindings. RabbitMQ 3.10 answers 500 to the whole list when one binding has arguments and a `~` in its routing key
 * (measured); then each exchange is asked by itself, and only the one with that binding stays unlisted.
 */
export async function listBindings(
  client: ManagementClient,
  exchanges: readonly Pick<ExchangeShape, 'vhost' | 'name'>[],
  virtualHost: string | null = null,
): Promise<readonly BindingShape[]> {
  try {
    return await client.get(managementPath('bindings', ...(virtualHost === null ? [] : [virtualHost])), bindingsShape);
  } catch (error) {
    if (!isFault(error)) throw error;
  }
  const listed: BindingShape[] = [];
  for (const exchange of exchanges.slice(0, rabbitmqLimits.exchangesListedOneByOneMax)) {
    const path = managementPath('exchanges', exchange.vhost, exchangeSegment(exchange.name), 'bindings', 'source');
    try {
      listed.push(...(await client.get(path, bindingsShape)));
    } catch (error) {
      if (!isFault(error)) throw error;
    }
  }
  return listed;
}

const isFault = (error: unknown): boolean => error instanceof ConnectorError && error.code === 'broker-fault';
