// What ali-oss (npm) does against a local OSS: `node ali_oss.js NAME`, exit code 0 when it is right.
'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const OSS = require('ali-oss');

const SMALLEST = 100 * 1024;
const KEY = 'läger/a b+c';
const scenarios = {};
const scenario = (name, run) => { scenarios[name] = run; };

function client(options = {}) {
  return new OSS({
    endpoint: process.env.OSS_ENDPOINT,
    region: 'oss-cn-hangzhou',
    accessKeyId: process.env.OSS_KEY_ID,
    accessKeySecret: process.env.OSS_KEY_SECRET,
    bucket: 'b-1',
    ...options,
  });
}

async function refused(promise, status, code) {
  const error = await promise.then(() => assert.fail('not refused'), (failure) => failure);
  assert.deepEqual([error.status, error.code], [status, code]);
  return error;
}

function temporary(content) {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'ali-oss-')), 'file');
  fs.writeFileSync(file, content);
  return file;
}

const filled = (...sizes) => Buffer.concat(sizes.map((size, n) => Buffer.alloc(size, 65 + n)));

scenario('an object comes back as it went', async () => {
  const oss = client();
  await oss.put(KEY, Buffer.from('hi'), { mime: 'text/x', meta: { a: '1' } });
  const got = await oss.get(KEY);
  assert.equal(got.content.toString(), 'hi');
  assert.equal(got.res.headers['content-type'], 'text/x');
  const head = await oss.head(KEY);
  assert.deepEqual([head.meta.a, head.res.headers['x-oss-object-type']], ['1', 'Normal']);
  assert.equal((await oss.getObjectMeta(KEY)).res.headers['content-length'], '2');
});

scenario('signature version 4 is understood', async () => {
  const oss = client({ authorizationV4: true });
  await oss.put(KEY, Buffer.from('hi'));
  assert.equal((await oss.get(KEY)).content.toString(), 'hi');
  await refused(client({ authorizationV4: true, accessKeySecret: 'x' }).get(KEY), 403,
    'SignatureDoesNotMatch');
});

scenario('a stream and a file are put and got', async () => {
  const oss = client();
  const file = temporary('content');
  await oss.put('file', file);
  await oss.putStream('stream', fs.createReadStream(file));
  await oss.get('stream', `${file}.back`);
  assert.equal(fs.readFileSync(`${file}.back`, 'utf8'), 'content');
  const { stream } = await oss.getStream('file');
  let text = '';
  for await (const chunk of stream) text += chunk;
  assert.equal(text, 'content');
});

scenario('what is missing has its codes', async () => {
  await refused(client().get('nope'), 404, 'NoSuchKey');
  await refused(client().head('nope'), 404, 'NoSuchKey');
  await refused(client({ bucket: 'no-such' }).list(), 404, 'NoSuchBucket');
  await refused(client({ accessKeyId: 'nobody' }).list(), 403, 'InvalidAccessKeyId');
});

scenario('an overwrite can be forbidden', async () => {
  const once = { headers: { 'x-oss-forbid-overwrite': 'true' } };
  await client().put('a', Buffer.from('1'), once);
  await refused(client().put('a', Buffer.from('2'), once), 409, 'FileAlreadyExists');
});

scenario('a read has conditions', async () => {
  const oss = client();
  const { res } = await oss.put('a', Buffer.from('1'));
  const { etag } = res.headers;
  const same = await oss.head('a', { headers: { 'If-None-Match': etag } });
  assert.equal(same.status, 304);
  await refused(oss.get('a', { headers: { 'If-Match': '"0"' } }), 412, 'PreconditionFailed');
});

scenario('an object is appended to', async () => {
  const oss = client();
  const first = await oss.append('log', Buffer.from('one'));
  const second = await oss.append('log', Buffer.from('two'), { position: first.nextAppendPosition });
  assert.equal(second.nextAppendPosition, '6');
  await refused(oss.append('log', Buffer.from('x'), { position: 1 }), 409,
    'PositionNotEqualToLength');
  assert.equal((await oss.get('log')).content.toString(), 'onetwo');
});

scenario('an object is copied', async () => {
  const oss = client();
  await oss.put(KEY, Buffer.from('hi'), { meta: { a: '1' } });
  await oss.copy('copy', KEY);
  const head = await oss.head('copy');
  assert.equal(head.meta.a, '1');
});

scenario('objects are listed in pages and groups', async () => {
  const oss = client();
  for (const name of ['a', 'd/1', 'd/2', KEY, 'z']) await oss.put(name, Buffer.from(name));
  const grouped = await oss.list({ delimiter: '/' });
  assert.deepEqual(grouped.objects.map((each) => each.name), ['a', 'z']);
  assert.deepEqual(grouped.prefixes, ['d/', 'läger/']);
  const names = [];
  let token;
  do {
    const page = await oss.listV2({ 'max-keys': 2, 'continuation-token': token });
    names.push(...page.objects.map((each) => each.name));
    token = page.nextContinuationToken;
  } while (token);
  assert.deepEqual(names, ['a', 'd/1', 'd/2', KEY, 'z']);
});

scenario('many objects are deleted at once', async () => {
  const oss = client();
  for (const name of ['a', KEY]) await oss.put(name, Buffer.from(name));
  const { deleted } = await oss.deleteMulti(['a', KEY]);
  assert.deepEqual(deleted.map((each) => each.Key).sort(), ['a', KEY]);
  assert.deepEqual((await oss.list()).objects, []);
});

scenario('a signed address is good for a stranger', async () => {
  // It signs none for an address by number.
  const endpoint = process.env.OSS_ENDPOINT.replace('127.0.0.1', 'localhost');
  const oss = client({ endpoint, sldEnable: true });
  await client().put('a', Buffer.from('hi'));
  const answer = await fetch(oss.signatureUrl('a').replace('localhost', '127.0.0.1'));
  assert.equal(await answer.text(), 'hi');
});

scenario('a bucket is made, described and deleted', async () => {
  const oss = client({ bucket: 'b-2' });
  await oss.putBucket('b-2');
  const { bucket } = await oss.getBucketInfo('b-2');
  assert.deepEqual([bucket.Name, bucket.Location], ['b-2', 'oss-cn-hangzhou']);
  assert.equal((await oss.getBucketLocation('b-2')).location, 'oss-cn-hangzhou');
  assert.deepEqual((await oss.listBuckets()).buckets.map((each) => each.name), ['b-1', 'b-2']);
  await oss.put('a', Buffer.from('1'));
  await refused(oss.deleteBucket('b-2'), 409, 'BucketNotEmpty');
  await oss.delete('a');
  await oss.deleteBucket('b-2');
});

scenario('settings of a bucket come back', async () => {
  const oss = client();
  await refused(oss.putBucketACL('b-1', 'public-read'), 403, 'AccessDenied');
  await oss.putBucketACL('b-1', 'private');
  assert.equal((await oss.getBucketACL('b-1')).acl, 'private');
  await oss.putBucketVersioning('b-1', 'Enabled');
  assert.equal((await oss.getBucketVersioning('b-1')).versionStatus, 'Enabled');
  const policy = {
    Version: '1',
    Statement: [{ Effect: 'Deny', Action: ['oss:PutObject'], Principal: ['1234'],
      Resource: ['acs:oss:*:*:b-1/*'] }],
  };
  await oss.putBucketPolicy('b-1', policy);
  assert.deepEqual((await oss.getBucketPolicy('b-1')).policy, policy);
  await oss.deleteBucketPolicy('b-1');
  assert.equal((await oss.getBucketPolicy('b-1')).policy, null);
});

scenario('a condition of a copy is on its source', async () => {
  const oss = client();
  const { etag } = (await oss.put('a', Buffer.from('x'))).res.headers;
  const copy = (name, headers) => oss.copy(name, 'a', { headers });
  await refused(copy('b', { 'If-Match': 'foo-bar' }), 412, 'PreconditionFailed');
  assert.equal((await copy('b', { 'If-Match': etag })).res.status, 200);
  assert.equal((await copy('c', { 'If-None-Match': etag })).res.status, 304);
  await refused(oss.head('c'), 404, 'NoSuchKey');
});

scenario('of many objects those with a version go in that version', async () => {
  const oss = client();
  await oss.putBucketVersioning('b-1', 'Enabled');
  const { 'x-oss-version-id': versionId } = (await oss.put('a', Buffer.from('x'))).res.headers;
  await oss.deleteMulti([{ key: 'a', versionId: 'CAEQother' }]);
  assert.equal((await oss.get('a')).content.toString(), 'x');
  await oss.deleteMulti([{ key: 'a', versionId }]);
  await refused(oss.get('a'), 404, 'NoSuchKey');
  const gone = await oss.delete('a');
  assert.equal(gone.res.headers['x-oss-delete-marker'], 'true');
});

scenario('an unknown sub-resource of a bucket does nothing', async () => {
  const oss = client();
  for (const [method, subres] of [['DELETE', 'qosRequester'], ['PUT', 'objectWorm'], ['GET', 'qos']]) {
    const params = oss._bucketRequestParams(method, 'b-1', subres, {});
    params.successStatuses = [200, 204];
    await refused(oss.request(params), 501, 'NotImplemented');
  }
  assert.equal((await oss.getBucketInfo('b-1')).bucket.Name, 'b-1');
});

scenario('what is not built is refused by its name', async () => {
  const error = await refused(client().getBucketLifecycle('b-1'), 501, 'NotImplemented');
  assert.match(error.message, /GetBucketLifecycle/);
});

for (const parallel of [1, 3]) {
  scenario(`a file is uploaded by parts, ${parallel} at once`, async () => {
    const content = filled(SMALLEST * 4 + 17);
    const seen = [];
    const result = await client().multipartUpload(KEY, temporary(content), {
      partSize: SMALLEST, parallel, meta: { a: '1' }, progress: (share) => { seen.push(share); },
    });
    assert.match(result.etag, /-5"$/);
    assert.equal(seen.at(-1), 1);
    const got = await client().get(KEY);
    assert.ok(got.content.equals(content));
    assert.equal(got.res.headers['x-oss-object-type'], 'Multipart');
    assert.equal(got.res.headers['x-oss-meta-a'], '1');
  });
}

scenario('a small file is put in one piece', async () => {
  await client().multipartUpload('a', temporary('small'), { partSize: SMALLEST });
  assert.equal((await client().head('a')).res.headers['x-oss-object-type'], 'Normal');
});

scenario('an upload goes on from its checkpoint', async () => {
  const oss = client();
  const content = filled(SMALLEST * 3);
  const file = temporary(content);
  let checkpoint;
  await assert.rejects(oss.multipartUpload('a', file, {
    partSize: SMALLEST, parallel: 1,
    progress: (share, at) => { checkpoint = at; if (share > 0.3) throw new Error('stop'); },
  }));
  assert.ok([1, 2].includes(checkpoint.doneParts.length));
  await oss.multipartUpload('a', file, { checkpoint, parallel: 1 });
  assert.ok((await oss.get('a')).content.equals(content));
});

scenario('an upload is made call by call', async () => {
  const oss = client();
  const { uploadId } = await oss.initMultipartUpload(KEY);
  const file = temporary(filled(SMALLEST, SMALLEST));
  const parts = [];
  for (const number of [1, 2]) {
    const part = await oss.uploadPart(KEY, uploadId, number, file, (number - 1) * SMALLEST,
      number * SMALLEST);
    parts.push({ number, etag: part.etag });
  }
  const listed = await oss.listParts(KEY, uploadId);
  assert.deepEqual(listed.parts.map((each) => each.PartNumber), ['1', '2']);
  await oss.completeMultipartUpload(KEY, uploadId, parts);
  assert.equal((await oss.get(KEY)).content.length, 2 * SMALLEST);
  await refused(oss.completeMultipartUpload(KEY, uploadId, parts), 404, 'NoSuchUpload');
});

scenario('parts that are too small do not become an object', async () => {
  const oss = client();
  const { uploadId } = await oss.initMultipartUpload('a');
  const file = temporary('ab');
  const parts = [];
  for (const number of [1, 2]) {
    const { etag } = await oss.uploadPart('a', uploadId, number, file, number - 1, number);
    parts.push({ number, etag });
  }
  await refused(oss.completeMultipartUpload('a', uploadId, parts), 400, 'EntityTooSmall');
});

scenario('an object is copied by parts', async () => {
  const oss = client();
  const content = filled(SMALLEST * 2 + 5);
  await oss.put('src', content);
  await oss.multipartUploadCopy(KEY, { sourceKey: 'src', sourceBucketName: 'b-1' },
    { partSize: SMALLEST, parallel: 2 });
  assert.ok((await oss.get(KEY)).content.equals(content));
});

scenario('uploads are listed and aborted', async () => {
  const oss = client();
  const begun = [];
  for (const name of ['a', 'a', KEY]) {
    begun.push((await oss.initMultipartUpload(name)).uploadId);
  }
  const first = await oss.listUploads({ 'max-uploads': 2 });
  assert.deepEqual(first.uploads.map((each) => each.uploadId), begun.slice(0, 2));
  const rest = await oss.listUploads({
    'key-marker': first.nextKeyMarker, 'upload-id-marker': first.nextUploadIdMarker,
  });
  assert.deepEqual(rest.uploads.map((each) => each.name), [KEY]);
  for (const each of [...first.uploads, ...rest.uploads]) {
    await oss.abortMultipartUpload(each.name, each.uploadId);
  }
  assert.equal((await oss.listUploads({})).uploads.length, 0);
});

scenario('a bucket is emptied and deleted', async () => {
  const oss = client();
  await oss.put(KEY, Buffer.from('1'));
  await oss.put('a', Buffer.from('1'));
  await oss.initMultipartUpload('up');
  for (const each of (await oss.listUploads({})).uploads) {
    await oss.abortMultipartUpload(each.name, each.uploadId);
  }
  const { objects } = await oss.getBucketVersions();
  assert.deepEqual(objects.map((each) => [each.name, each.versionId]),
    [['a', 'null'], [KEY, 'null']]);
  for (const each of objects) await oss.delete(each.name, { versionId: each.versionId });
  await oss.deleteBucket('b-1');
});

scenarios[process.argv[2]]().then(
  () => process.exit(0),
  (error) => { console.error(error); process.exit(1); },
);
