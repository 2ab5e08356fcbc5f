// The list of labs, for the tests that use it.

/** Opens the list and waits until it is there. */
export async function openLabs(page) {
  await page.getByRole('banner').getByRole('button', { name: 'Labs', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Labs', exact: true });
  await dialog.getByText('on this page').or(dialog.getByText('No lab is stored in this browser.')).first().waitFor();
  return dialog;
}
