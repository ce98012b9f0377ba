/*
 * Updates the handling code when the choices of its form change. Without this script it shows what was sent last.
 */

const form = document.querySelector('[data-handling-form]')
const code = form?.querySelector('.sn-handling')

/** The code in words: the texts of the chosen options. */
function spelledOut() {
  const chosen = ['source_evaluation', 'information_assessment', 'handling']
  const words = chosen.map((name) => form.elements[name].selectedOptions[0].text)
  return [...words, ...conditions().map((box) => box.labels[0].textContent.trim())].join('; ')
}

const conditions = () => [...form.querySelectorAll('[name="handling_conditions"]:checked')]

function show() {
  const { source_evaluation: source, information_assessment: information, handling } = form.elements
  const sharing = [handling.value, ...conditions().map((box) => box.value)].join(' ')
  code.querySelector('.sn-handling__grade').textContent = source.value + information.value
  code.querySelector('.sn-handling__sharing').textContent = sharing
  code.classList.toggle('sn-handling--conditions', handling.value === 'C')
  code.title = spelledOut()
}

if (code) {
  form.addEventListener('change', show)
  show()
}
