'use client';

import type { Binding } from '../model/resources';
import { request } from './client';

export type BindingInput = Omit<Binding, 'propertiesKey'>;

/** Answers the binding as the broker has it, so that it can be removed again. */
export const addBinding = (broker: string, binding: BindingInput): Promise<Binding> =>
  request(['brokers', broker, 'bindings'], { method: 'POST', body: binding });

export const removeBinding = (broker: string, binding: Binding): Promise<void> =>
  request(['brokers', broker, 'bindings'], { method: 'DELETE', body: binding });
