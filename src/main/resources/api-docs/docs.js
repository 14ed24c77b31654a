'use strict';
// Shows the caller's own contract; the key goes with every call of this page and nowhere else.
(() => {
  const said = document.getElementById('said');
  const key = document.getElementById('key');

  async function contract() {
    const answer = await fetch('/api/openapi.json', { headers: { 'X-API-Key': key.value } });
    const body = await answer.json();
    if (!answer.ok) {
      throw new Error(body.detail);
    }
    return body;
  }

  function withKey(request) {
    if (new URL(request.url, location.href).origin === location.origin) {
      request.headers['X-API-Key'] = key.value;
    }
    return request;
  }

  document.getElementById('who').addEventListener('submit', async event => {
    event.preventDefault();
    try {
      const spec = await contract();
      said.textContent = spec.info.title;
      SwaggerUIBundle({ spec, dom_id: '#contract', requestInterceptor: withKey, validatorUrl: null, deepLinking: false });
    } catch (problem) {
      said.textContent = problem.message;
    }
  });
})();
