/** What is selected in the page or in one of its text fields, whole: the menu's own copy has lost its line breaks. */
export function selectedText(): string {
  const inPage = getSelection()?.toString() ?? '';
  if (inPage !== '') return inPage;
  const field = document.activeElement;
  const isTextField =
    field instanceof HTMLTextAreaElement || (field instanceof HTMLInputElement && field.type !== 'password');
  if (!isTextField || field.selectionStart === null) return '';
  return field.value.slice(field.selectionStart, field.selectionEnd ?? undefined);
}
