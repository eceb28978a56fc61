'use client';

import { useMemo } from 'react';
import type { Column } from '@/components/data-table/column';
import { readDeaths } from '@/lib/model/deaths';
import type { BrowsedMessage } from '@/lib/model/message';
import { useWhyNot } from '@/lib/queries/session';
import { headerNamesOf, messageColumns } from './message-columns';

/** The columns for these messages: stable as long as they bring no other header and no first death. */
export function useMessageColumns(messages: readonly BrowsedMessage[] | undefined): readonly Column<BrowsedMessage>[] {
  const mayReadBody = useWhyNot('message.read-body') === null;
  const headerNames = JSON.stringify(headerNamesOf(messages ?? []));
  const hasDeaths = messages?.some((message) => readDeaths(message.properties.headers).length > 0) ?? false;
  return useMemo(() => messageColumns(JSON.parse(headerNames) as string[], hasDeaths, mayReadBody), [headerNames, hasDeaths, mayReadBody]);
}
