/*
 * Focuses the error summary, so that screen readers read it first, and makes its links show the label of the field.
 * Both are done by GOV.UK Frontend's `ErrorSummary`, whose code build.mjs puts above. Only pages with errors load it.
 */

document.body.classList.add('govuk-frontend-supported')
for (const summary of document.querySelectorAll('[data-module="govuk-error-summary"]')) new ErrorSummary(summary)
