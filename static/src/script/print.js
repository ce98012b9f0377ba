/*
 * Buttons that print the page. Without this script they are not shown; the browser's own command prints as well.
 */

for (const button of document.querySelectorAll('[data-print]')) {
  button.addEventListener('click', () => window.print())
  button.hidden = false
}

for (const words of document.querySelectorAll('[data-without-print]')) words.hidden = true

// On a print the window opens at once, but not when the user comes back to it.
if (document.querySelector('[data-print-now]') && performance.getEntriesByType('navigation')[0]?.type === 'navigate') {
  window.addEventListener('load', () => window.print())
}
