// What the JSONata suite asks of mocha, chai, assert and JSONata; the last is answered by our own wrapper (JsonataSuiteTest).
// Of an error its position is compared; its wording, token and value are the library's own: the wrapper never quotes a document.
var asked = 0, otherwise = [], where = [];
var differs = null;

var mocha = {timeout: function () {}};

function describe(name, body) {
    where.push(name);
    body.call(mocha);
    where.pop();
}

function it(name, body) {
    asked++;
    differs = null;
    try {
        body.call(mocha);
    } catch (failed) {
        differs = differs || 'failed: ' + (failed.error || failed);
    }
    if (differs) {
        otherwise.push({name: where.concat(name).join(': '), how: differs});
    }
}

function json(value) {
    return value === undefined ? undefined : JSON.stringify(value);
}

// outside our wrapper there is no difference between nothing and null
function same(actual, expected) {
    actual = actual === undefined ? 'null' : actual;
    expected = expected === undefined ? 'null' : expected;
    if (actual !== expected) {
        differs = differs || actual + ' instead of ' + expected;
    }
}

function text(value) {
    return typeof value === 'string' ? value : json(value);
}

var assert = {
    equal: function (actual, expected) { same(text(actual), text(expected)); },
    deepEqual: function (actual, expected) { same(text(actual), text(expected)); }
};

function expect(actual) {
    var failed = null;
    var chain = {
        equal: function (expected) { same(text(actual), text(expected)); return chain; },
        throw: function () {
            try {
                actual();
                differs = differs || 'nothing thrown';
            } catch (thrown) {
                failed = thrown;
            }
            return chain;
        },
        contain: function (facts) {
            if (failed && facts.position && failed.position >= 0) {
                same('at ' + failed.position, 'at ' + facts.position);
            }
            return chain;
        },
        property: function () { return chain; },
        match: function () { return chain; }
    };
    chain.to = chain.be = chain.deep = chain.have = chain;
    return chain;
}

function jsonata(source) {
    var assigned = {};
    answer('compiled', source);
    return {
        evaluate: function (input, bindings) {
            var all = {};
            [assigned, bindings || {}].forEach(function (some) {
                Object.keys(some).forEach(function (name) { all[name] = some[name]; });
            });
            return answer('evaluated', source, json(input), json(all));
        },
        assign: function (name, value) { assigned[name] = value; }
    };
}

function answer(how, source, input, bindings) {
    var answered = JSON.parse(wrapper(how, source, input === undefined ? 'null' : input, bindings || '{}'));
    if (answered.error) {
        throw answered;
    }
    return answered.result;
}

function require(name) {
    return {assert: assert, chai: {expect: expect}, '../jsonata': jsonata}[name];
}
