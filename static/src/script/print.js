/*
 * Buttons that print the page. Without this script they are not shown; the browser's own command prints as well.
 */

for (const button of document.querySelectorAll('[data-print]')) {
  button.addEventListener('click', () => window.print())
  button.hidden = false
}
