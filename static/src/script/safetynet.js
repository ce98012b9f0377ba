/*
 * The script of every page. Everything works without it.
 */

/** True while the user is writing, so that keys are part of the text. */
function writing(target) {
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)
}

/** `/` focuses the search, as the hint in it says. */
function focusSearch(event) {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || writing(event.target)) return
  const search = document.querySelector('input[type="search"]')
  if (!search) return
  event.preventDefault()
  search.focus()
}

/** The browser's print key focuses the form that asks for the purpose, because prints are recorded. */
function focusPrint(event) {
  if (event.key.toLowerCase() !== 'p' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
  const purpose = document.getElementById('print')
  if (!purpose) return
  event.preventDefault()
  purpose.scrollIntoView({ block: 'center' })
  purpose.focus()
}

/** Screen readers read aloud what it says, without moving the focus. */
const said = Object.assign(document.createElement('div'), { className: 'govuk-visually-hidden' })
said.setAttribute('role', 'status')

/** The button says “Copied” until it loses focus. */
async function copy({ currentTarget: button }) {
  const [word] = button.childNodes
  try {
    await navigator.clipboard.writeText(button.dataset.copy)
    word.textContent = 'Copied'
    said.textContent = `Copied ${button.dataset.copyAbout}`
  } catch {
    word.textContent = 'Not copied. Select the text and copy it.'
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
