'use client';

import { useEffect, useState } from 'react';
import type { BodySchema } from '@/lib/model/body-schema';
import type { BrowsedMessage } from '@/lib/model/message';
import { bytesFromBase64, type DecodedBody, decodeBody } from '@/lib/model/message-body';

/**
 * The body of a message as it can be read, null until it is decoded. Decodes again when more of the body has come. `schemas`
 * undefined: those of the queue are not known yet, so nothing is decoded that might be read otherwise a moment later.
 */
export function useDecodedBody(
  message: Pick<BrowsedMessage, 'bodyBase64' | 'bodySizeBytes' | 'properties'>,
  schemas: readonly BodySchema[] | undefined,
): DecodedBody | null {
  const [decoded, setDecoded] = useState<{ of: string; body: DecodedBody } | null>(null);
  const { bodyBase64, bodySizeBytes } = message;
  const { contentType, contentEncoding } = message.properties;
  const of = JSON.stringify([
    contentType,
    contentEncoding,
    bodySizeBytes,
    bodyBase64,
    schemas?.map(({ id, changedAtMs }) => [id, changedAtMs]),
  ]);
  useEffect(() => {
    if (schemas === undefined) return;
    let isCurrent = true;
    const bytes = bytesFromBase64(bodyBase64);
    const properties = {
      ...(contentType === undefined ? {} : { contentType }),
      ...(contentEncoding === undefined ? {} : { contentEncoding }),
    };
    void decodeBody({ bytes, isWhole: bytes.length >= bodySizeBytes, properties, schemas }).then((body) => {
      if (isCurrent) setDecoded({ of, body });
    });
    return () => {
      isCurrent = false;
    };
  }, [of, bodyBase64, bodySizeBytes, contentType, contentEncoding, schemas]);
  return decoded?.of === of ? decoded.body : null;
}
