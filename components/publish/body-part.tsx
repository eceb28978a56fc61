'use client';

import { FileInput, FileX } from 'lucide-react';
import { BodySection } from '@/components/message-form/body-section';
import { type FormFault, faultOf } from '@/components/message-form/message-form';
import { Button } from '@/components/ui/button';
import { FileButton } from '@/components/ui/file-button';
import { Notice } from '@/components/ui/notice';
import { notifyError } from '@/components/ui/toast';
import { base64FromBytes } from '@/lib/model/message-body';
import { formatBytes } from '@/lib/model/quantity';
import { RequestError } from '@/lib/queries/client';
import { type PublishForm, textOf } from './publish-form';

const bodyBytesMax = 16 * 1024 * 1024;
const editedBytesMax = 1024 * 1024; // a larger text is sent from its file rather than shown in an editor

type BodyPartProps = { form: PublishForm; faults: readonly FormFault[]; onChange: (form: PublishForm) => void };

/** The body as one types it, or the bytes of a file as they are. */
export function BodyPart({ form, faults, onChange }: BodyPartProps) {
  const take = async (file: File) => {
    if (file.size > bodyBytesMax) return notifyError(tooLarge(file));
    const bytes = new Uint8Array(await file.arrayBuffer());
    const text = bytes.length <= editedBytesMax ? textOf(bytes) : null;
    if (text !== null) onChange({ ...form, body: text, bodyFile: null });
    else onChange({ ...form, bodyFile: { name: file.name, base64: base64FromBytes(bytes), sizeBytes: bytes.length } });
  };
  return (
    <div className="flex flex-col gap-2">
      {form.bodyFile === null ? (
        <BodySection form={form} fault={faultOf(faults, 'body')} onChange={(message) => onChange({ ...form, ...message })} />
      ) : (
        <Notice
          tone="neutral"
          action={
            <Button size="small" icon={FileX} onClick={() => onChange({ ...form, bodyFile: null })}>
              Type the body instead
            </Button>
          }
        >
          The body is {formatBytes(form.bodyFile.sizeBytes)} of {form.bodyFile.name}, sent as it is.
        </Notice>
      )}
      <div>
        <FileButton icon={FileInput} onFile={(file) => void take(file)}>
          Body from a file
        </FileButton>
      </div>
    </div>
  );
}

const tooLarge = (file: File) =>
  new RequestError({
    code: 'too-large',
    message: `${file.name} has ${formatBytes(file.size)}; a body from this form has at most ${formatBytes(bodyBytesMax)}.`,
  });
