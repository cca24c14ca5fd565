import { Verbatim } from '../kit/verbatim';

/** A prompt or another long value, with its own line breaks. */
export function LongText({ children }: { readonly children: string }) {
  return (
    <span className="block whitespace-pre-wrap">
      <Verbatim>{children}</Verbatim>
    </span>
  );
}
