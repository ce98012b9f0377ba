/*
 * The script of every page. Everything works without it; it only saves a reach for the mouse.
 */

/** True while somebody is writing, so that a stroke belongs to the text and not to us. */
function writing(target) {
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)
}

/** `/` goes to the search, as the key drawn in it says. */
function focusSearch(event) {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || writing(event.target)) return
  const search = document.querySelector('input[type="search"]')
  if (!search) return
  event.preventDefault()
  search.focus()
}

/** An error summary is read first, as the GOV.UK one is. */
function focusErrorSummary() {
  const summary = document.querySelector('.govuk-error-summary:not(.sn-specimen *)')
  if (!summary) return
  summary.setAttribute('tabindex', '-1')
  summary.focus()
}

/** The browser's print key goes to the form that asks what a print is for: paper has to be recorded. */
function focusPrint(event) {
  if (event.key.toLowerCase() !== 'p' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
  const purpose = document.getElementById('print')
  if (!purpose) return
  event.preventDefault()
  purpose.scrollIntoView({ block: 'center' })
  purpose.focus()
}

/** Where a screen reader hears what a button did, without losing its place. */
const said = Object.assign(document.createElement('div'), { className: 'govuk-visually-hidden' })
said.setAttribute('role', 'status')

/** The button says that it has copied until it loses the focus. */
async function copy({ currentTarget: button }) {
  const [word] = button.childNodes
  try {
    await navigator.clipboard.writeText(button.dataset.copy)
    word.textContent = 'Copied'
    said.textContent = `Copied ${button.dataset.copyAbout}`
  } catch {
    word.textContent = 'Not copied: select it yourself.'
    said.textContent = word.textContent
  }
  button.addEventListener('blur', () => (word.textContent = 'Copy'), { once: true })
}

function showCopyButtons() {
  if (!navigator.clipboard) return
  document.body.append(said)
  for (const button of document.querySelectorAll('[data-copy]')) {
    button.addEventListener('click', copy)
    button.hidden = false
  }
}

showCopyButtons()
document.addEventListener('keydown', focusSearch)
document.addEventListener('keydown', focusPrint)
focusErrorSummary()
