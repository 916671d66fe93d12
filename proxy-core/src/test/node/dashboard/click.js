// Clicks through the dashboard of a running proxy and says what it saw, a line for each thing.
// Arguments: the admin address, the token, the folder for screenshots, the folder with the certificate that serves, one with
// another certificate, and one with a third.
'use strict';

const fs = require('fs');
const path = require('path');
const {chromium} = require('playwright-core');

const [address, token, folder, serving, other, third] = process.argv.slice(2);
const LIMIT = 30_000;

async function main() {
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
  });
  try {
    const page = await browser.newPage({viewport: {width: 1280, height: 900}, colorScheme: 'light'});
    page.setDefaultTimeout(LIMIT);
    page.on('pageerror', error => console.log('error on the page:', error.message));
    const meant = /status of 422/; // a browser logs every refusal, and one upload is refused
    page.on('console', line => { if (line.type() === 'error' && !meant.test(line.text())) console.log('error on the console:', line.text()); });
    page.on('dialog', dialog => { console.log('a script of a client ran'); dialog.dismiss(); });
    await page.goto(address);
    await walk(page);
  } finally {
    await browser.close();
  }
}

const row = (page, table, text) => page.locator('#' + table + ' tbody tr', {hasText: text});
const cell = (page, table, text, head) => row(page, table, text).locator('td[data-head="' + head + '"]');

async function until(what, check) {
  const end = Date.now() + LIMIT;
  for (;;) {
    if (await check()) { console.log(what); return; }
    if (Date.now() > end) throw new Error('waited in vain: ' + what);
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}
const count = async (page, name) => Number(await cell(page, 'backends', name, 'connections').textContent());
const textIs = (locator, text) => async () => (await locator.textContent()).trim() === text;

async function walk(page) {
  await until('ready', textIs(page.locator('#ready'), 'ready'));
  await until('connections 40', textIs(page.locator('#tiles .tile b').first(), '40'));
  await until('both brokers have clients', async () => {
    const [one, two] = await Promise.all(['broker-1', 'broker-2'].map(name => count(page, name)));
    return one > 0 && two > 0 && one + two === 40;
  });
  await page.waitForTimeout(3_500); // so that the pictures have a line in their charts
  await pictures(page, 'before');

  await page.getByRole('button', {name: 'Drain broker-1'}).click();
  await page.locator('#askyes').click(); // yes, drain
  await page.locator('#askinput').fill(token); // asked once
  await page.keyboard.press('Enter');
  await until('broker-1 is DRAINED', textIs(cell(page, 'backends', 'broker-1', 'state'), 'DRAINED'));
  await until('broker-2 has 40', textIs(cell(page, 'backends', 'broker-2', 'connections'), '40'));
  await until('broker-1 has 0', textIs(cell(page, 'backends', 'broker-1', 'connections'), '0'));
  await pictures(page, 'drained');

  await page.getByRole('button', {name: 'Restore broker-1'}).click(); // the token is known
  await until('broker-1 is UP', textIs(cell(page, 'backends', 'broker-1', 'state'), 'UP'));

  await until('100 days left', textIs(cell(page, 'certificates', 'server', 'days left'), '100'));
  for (const file of ['tls.key', 'tls.crt']) {
    fs.copyFileSync(path.join(other, file), path.join(serving, file + '.new'));
    fs.renameSync(path.join(serving, file + '.new'), path.join(serving, file));
  }
  await until('10 days left', textIs(cell(page, 'certificates', 'server', 'days left'), '10'));

  await bundles(page);

  await page.locator('#what').fill('*hostile*');
  await until('the hostile name is text', async () => { // asked anew each time: the answer may be older than the client
    await page.locator('#what').press('Enter');
    return await row(page, 'sessions', '<img src=x onerror=alert(1)>').count() === 1;
  });
  await page.getByRole('button', {name: 'Ban 1 h'}).click();
  await page.locator('#askyes').click();
  await until('the hostile one is banned', async () =>
    (await row(page, 'bans', '<img src=x onerror=alert(1)>').count()) === 1);
  await until('its refusal is shown', async () => (await row(page, 'refusals', 'banned').count()) >= 1);
  await until('its reason is counted', async () => (await row(page, 'reasons', 'banned').count()) === 1);
  await pictures(page, 'banned');

  await page.getByRole('button', {name: 'Lift'}).click();
  await until('the ban is lifted', async () => (await page.locator('#bans', {hasText: 'nobody is banned'}).count()) === 1);

  await page.locator('#what').fill('d1*');
  await until('found eleven', async () => {
    await page.getByRole('button', {name: 'Search'}).click();
    return await page.locator('#sessions tbody tr').count() === 11;
  });
  await page.getByRole('button', {name: 'Disconnect all of these'}).click();
  await page.locator('#askyes').click();
  await until('told how many end', async () => /11 connections end/.test(await page.locator('#notice').textContent()));

  const [reasons] = await Promise.all([page.waitForEvent('popup'), page.locator('#reasons a', {hasText: 'banned'}).click()]);
  await until('the reason is explained', async () => /banned/.test(await reasons.locator('dt#banned').textContent()));
  await reasons.close();

  await keyboard(page);
}

/** Replaces the certificate by hand, first with a key that is not its own, and takes it back. */
async function bundles(page) {
  await page.getByRole('button', {name: 'Replace server'}).click();
  await until('the form is for the bundle', async () => await page.locator('#bname').inputValue() === 'server');
  await page.locator('#bcertfile').setInputFiles(path.join(third, 'tls.crt'));
  await until('the certificate is in the form', async () => /BEGIN CERTIFICATE/.test(await page.locator('#bcert').inputValue()));
  await page.locator('#bkey').fill(fs.readFileSync(path.join(other, 'tls.key'), 'utf8'));
  await pictures(page, 'upload');
  await page.getByRole('button', {name: 'Upload', exact: true}).click();
  await until('the wrong key is refused', async () =>
    /the key does not belong/.test(await page.locator('#notice').textContent()));
  await until('10 days are left still', textIs(cell(page, 'certificates', 'server', 'days left'), '10'));

  await page.locator('#bkeyfile').setInputFiles(path.join(third, 'tls.key'));
  await until('the key is in the form', async () =>
    await page.locator('#bkey').inputValue() === fs.readFileSync(path.join(third, 'tls.key'), 'utf8'));
  await page.locator('#bsni').focus();
  await page.keyboard.press('Enter'); // sends the form
  await until('200 days left', textIs(cell(page, 'certificates', 'server', 'days left'), '200'));
  await until('it is managed now', textIs(cell(page, 'certificates', 'server', 'from'), 'managed'));
  await until('the key has left the page', async () => await page.locator('#bkey').inputValue() === '');
  await pictures(page, 'replaced');

  await page.getByRole('button', {name: 'Delete server'}).click();
  await page.locator('#askyes').click();
  await until('10 days left again', textIs(cell(page, 'certificates', 'server', 'days left'), '10'));
}

/** Every button can be reached without a mouse, and shows that it has the focus. */
async function keyboard(page) {
  await page.locator('#token').focus();
  const seen = new Set();
  for (let i = 0; i < 66; i++) {
    seen.add(await page.evaluate(() => document.activeElement.getAttribute('aria-label') || document.activeElement.id
      || document.activeElement.textContent));
    await page.keyboard.press('Tab');
  }
  for (const name of ['token', 'Drain broker-1', 'Drain broker-2', 'Replace server', 'Upload or replace a bundle', 'what', 'banvalue']) {
    if (!seen.has(name)) throw new Error('not reached by the keyboard: ' + name + ' of ' + [...seen].join(', '));
  }
  console.log('the keyboard reaches everything');
}

async function pictures(page, name) {
  for (const [width, scheme] of [[1280, 'light'], [390, 'dark']]) {
    await page.setViewportSize({width, height: 900});
    await page.emulateMedia({colorScheme: scheme});
    await page.waitForTimeout(1_200); // a tick, in which the charts are drawn anew
    await page.evaluate(() => window.scrollTo(0, 0)); // the head of the page sticks where one has scrolled to
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    console.log(wide <= width ? 'fits ' + width : 'too wide for ' + width + ': ' + wide);
    await page.screenshot({path: folder + '/' + name + '-' + width + '.png', fullPage: true});
  }
  await page.setViewportSize({width: 1280, height: 900});
  await page.emulateMedia({colorScheme: 'light'});
}

main().then(() => console.log('done'), error => { console.error(error); process.exitCode = 1; });
