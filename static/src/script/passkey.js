/*
 * Passkeys: connects the server's JSON and the browser's dialogue. Only this script shows a form with data-passkey, so
 * it stays hidden without JavaScript and in browsers without passkeys.
 */

const FAILED = 'The passkey was not used. Try again, or choose another way.'

/** Base64 for URLs, in which the server writes bytes. */
function bytes(text) {
  const base64 = text.replace(/-/g, '+').replace(/_/g, '/')
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
}

function text(buffer) {
  const letters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join('')
  return btoa(letters).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
}

const withBytes = (credentials) => (credentials ?? []).map((each) => ({ ...each, id: bytes(each.id) }))

const ceremonies = {
  create: ({ publicKey }) =>
    navigator.credentials.create({
      publicKey: {
        ...publicKey,
        challenge: bytes(publicKey.challenge),
        user: { ...publicKey.user, id: bytes(publicKey.user.id) },
        excludeCredentials: withBytes(publicKey.excludeCredentials),
      },
    }),
  get: ({ publicKey }) =>
    navigator.credentials.get({
      publicKey: {
        ...publicKey,
        challenge: bytes(publicKey.challenge),
        allowCredentials: withBytes(publicKey.allowCredentials),
      },
    }),
}

/** The browser's response, as JSON for the server. */
function answer(credential) {
  const response = {}
  for (const part of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
    if (credential.response[part]) response[part] = text(credential.response[part])
  }
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  }
}

async function options(form) {
  const source = form.dataset.passkeySource
  if (!source) return JSON.parse(document.getElementById('passkey-options').textContent)
  const response = await fetch(source, { headers: { Accept: 'application/json' } })
  if (!response.ok) throw new Error(`${source} answers ${response.status}`)
  return (await response.json()).request_options
}

async function ask(event) {
  event.preventDefault()
  const form = event.target
  const problem = form.querySelector('[data-passkey-problem]')
  problem.hidden = true
  try {
    const credential = await ceremonies[form.dataset.passkey](await options(form))
    form.elements.credential.value = JSON.stringify(answer(credential))
    form.submit()
  } catch {
    problem.textContent = FAILED
    problem.hidden = false
  }
}

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll('form[data-passkey]')) {
    form.addEventListener('submit', ask)
    form.hidden = false
  }
  for (const words of document.querySelectorAll('[data-without-passkeys]')) words.hidden = true
}
