'use client';

import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';

const parsers = {
  vhost: parseAsString,
  view: parseAsStringLiteral(['graph', 'table'] as const).withDefault('graph'),
  find: parseAsString.withDefault(''),
  focus: parseAsString,
  hops: parseAsInteger.withDefault(2),
  /** The route test: open when there. */
  test: parseAsString,
  key: parseAsString.withDefault(''),
};

/** All of the page's view in the URL, so that a picture can be sent to a colleague. */
export const useRoutingParams = () => useQueryStates(parsers, { history: 'replace' });
