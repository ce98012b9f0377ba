/*
 * Builds static/dist from static/src: one stylesheet, a few small scripts, fonts, icons.
 *
 * Run by `npm run build`. Everything is served from our own host, so no file may refer to another host.
 */

import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { compile } from 'sass'

const here = dirname(fileURLToPath(import.meta.url))
const root = dirname(here)
const source = join(here, 'src')
const target = join(here, 'dist')
const packages = join(root, 'node_modules')

/** The four pictures that the Ministry of Justice filter asks for by URL. */
const MINISTRY_IMAGES = [
  'icon-close-cross-black.svg',
  'icon-tag-remove-cross-white.svg',
  'icon-tag-remove-cross.svg',
  'icon-toggle-plus-minus.svg',
]

/** Inter's own files, and what ours are called. */
const FONTS = {
  'inter-latin-wght-normal.woff2': 'inter-latin.woff2',
  'inter-latin-ext-wght-normal.woff2': 'inter-latin-ext.woff2',
}

/** Scripts that start with GOV.UK Frontend's module of the same name. An import would need a URL without a hash. */
const GOVUK_MODULES = new Set(['error-summary.js'])

async function styles() {
  const { css } = compile(join(source, 'safetynet.scss'), {
    loadPaths: [root, packages],
    style: 'compressed',
    quietDeps: true,
  })
  await writeFile(join(target, 'safetynet.css'), css)
}

/** They are independent: safetynet.js is on every page, the others on pages that need them. */
async function scripts() {
  for (const name of await readdir(join(source, 'script'))) {
    const own = await readFile(join(source, 'script', name), 'utf8')
    await writeFile(join(target, name), GOVUK_MODULES.has(name) ? (await govukModule(name)) + own : own)
  }
}

/** GOV.UK Frontend's module of this name, without the link to its source map, which is not served. */
async function govukModule(name) {
  const component = basename(name, '.js')
  const folder = join(packages, 'govuk-frontend', 'dist', 'govuk', 'components', component)
  const text = await readFile(join(folder, `${component}.bundle.mjs`), 'utf8')
  return text.replace(/^\/\/# sourceMappingURL=.*$/m, '')
}

async function fonts() {
  for (const [from, to] of Object.entries(FONTS)) {
    await copyFile(join(packages, '@fontsource-variable', 'inter', 'files', from), join(target, 'fonts', to))
  }
  await copyFile(join(packages, '@fontsource-variable', 'inter', 'LICENSE'), join(target, 'fonts', 'LICENSE.txt'))
}

async function images() {
  for (const name of await readdir(join(source, 'images'))) {
    await copyFile(join(source, 'images', name), join(target, 'images', name))
  }
  for (const name of MINISTRY_IMAGES) {
    await copyFile(
      join(packages, '@ministryofjustice', 'frontend', 'moj', 'assets', 'images', name),
      join(target, 'images', name),
    )
  }
}

/** One file of symbols, so that a page names an icon by `icons.svg#lock` and the browser keeps it. */
async function icons() {
  const names = (await readdir(join(source, 'icons'))).filter((name) => name.endsWith('.svg')).sort()
  const symbols = await Promise.all(names.map((name) => symbol(name)))
  await writeFile(join(target, 'icons.svg'), `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join('\n')}\n</svg>\n`)
}

async function symbol(name) {
  const text = await readFile(join(source, 'icons', name), 'utf8')
  const [, attributes, shapes] = /<svg([^>]*)>([\s\S]*)<\/svg>/.exec(text)
  const kept = attributes.replace(/\s+xmlns="[^"]*"/, '')
  return `<symbol id="${basename(name, '.svg')}"${kept}>${shapes.trim()}</symbol>`
}

await rm(target, { recursive: true, force: true })
await mkdir(join(target, 'fonts'), { recursive: true })
await mkdir(join(target, 'images'), { recursive: true })
await Promise.all([styles(), scripts(), fonts(), images(), icons()])
