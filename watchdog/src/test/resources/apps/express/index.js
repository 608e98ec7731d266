'use strict'

// The server that stands before a function in Node: it turns requests into events.
const express = require('express')
const handler = require('./function/handler')

const app = express()
app.disable('x-powered-by')
app.use(express.json())
app.use(express.raw({ type: '*/*' }))

class Context {
  constructor () {
    this.statusCode = 200
    this.fields = {}
  }

  status (code) {
    this.statusCode = code
    return this
  }

  headers (fields) {
    Object.assign(this.fields, fields)
    return this
  }

  succeed (body) {
    this.body = body
    return this
  }
}

app.all('/*', async (request, response) => {
  const { method, path, query, headers, body } = request
  const context = new Context()
  try {
    await handler({ method, path, query, headers, body }, context)
    response.status(context.statusCode).set(context.fields).send(context.body)
  } catch (failure) {
    console.error(failure.message)
    response.status(500).send(failure.message)
  }
})

app.listen(Number(process.env.http_port || 3000), '127.0.0.1')
