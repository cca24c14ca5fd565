/** Controls that would turn the text around are shown as the sign for an unknown character. */
export function showUnseen(text: string): string {
  return text.replace(/[\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
}
