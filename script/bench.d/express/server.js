// What a team would write from the sender's documentation: the Express sample, with one INSERT for each webhook.
// Configured by the environment: PORT, WEBHOOK_SECRET, and PGHOST, PGUSER, PGDATABASE, … as node-postgres reads them.
// STORE=0 verifies only. CHAT_URL posts final failures there before answering, as the documentation's sample does.
'use strict';

const crypto = require('crypto');
const express = require('express');
const { Pool } = require('pg');

const secret = process.env.WEBHOOK_SECRET;
const stores = process.env.STORE !== '0';
const chat = process.env.CHAT_URL;
const pool = new Pool({ max: 10 });

const insert = `INSERT INTO executions (cron_job_id, cron_job_name, execution_id, status, executed_at, response_code,
    response_time_ms, response_body, error_message, retry_attempt, next_retry_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING`;

const app = express();
app.use(express.json());

app.post('/webhooks/cron', async (req, res) => {
  const expected = crypto.createHmac('sha256', secret).update(JSON.stringify(req.body)).digest('hex');
  if (req.headers['x-a1cron-signature'] !== expected) {
    return res.status(401).json({ error: 'Invalid signature' });
  }
  const e = req.body;
  try {
    if (stores) {
      await pool.query({
        name: 'insert_execution',
        text: insert,
        values: [e.cron_job_id, e.cron_job_name, e.execution_id, e.status, e.executed_at, e.response_code,
          e.response_time_ms, e.response_body, e.error_message, e.retry_attempt, e.next_retry_at],
      });
    }
    if (chat && e.status !== 'success' && e.next_retry_at === null) {
      await fetch(chat, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ text: `${e.cron_job_name} failed: ${e.error_message}` }),
      });
    }
    res.json({ received: true });
  } catch (error) {
    console.error(error);
    res.status(500).json({ error: 'Internal error' });
  }
});

async function main() {
  if (stores) {
    await pool.query(`CREATE TABLE IF NOT EXISTS executions (
      cron_job_id uuid NOT NULL, cron_job_name text NOT NULL, execution_id text NOT NULL, status text NOT NULL,
      executed_at timestamptz NOT NULL, response_code integer, response_time_ms integer NOT NULL, response_body text,
      error_message text, retry_attempt integer NOT NULL, next_retry_at timestamptz,
      received_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (cron_job_id, execution_id, retry_attempt))`);
    await pool.query('CREATE INDEX IF NOT EXISTS executions_job_time ON executions (cron_job_id, executed_at)');
  }
  app.listen(Number(process.env.PORT), '127.0.0.1');
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
