import CEL
import Testing

@Suite("String functions")
struct StringFunctionTests {
    @Test(arguments: [
        "s.contains('critical')", "!s.contains('Critical')", "s.contains('')",
        "s.startsWith('night') && s.endsWith('sync')",
        "!'a'.startsWith('ab') && !'a'.endsWith('ba')", "s.contains(status) == false", "'xaab'.contains('aab')",
        "('a' + s).contains('aaaaaaaaaaaaaaaaaaaaaaab') == false",
        "'aaaaaaaaaaaaaaaaaaaaaaaab'.contains('aaaaaaaaaaaaaaaaaab')",
        "'tacocat'.charAt(3) == 'o' && 'tacocat'.charAt(7) == ''", "'ta©o©αT'.indexOf('©', 3) == 4",
        "'tacocat'.lastIndexOf('a', 3) == 1", "'aaa'.lastIndexOf('aa') == 1", "'aaa'.indexOf('') == 0",
        "'ÆBc'.lowerAscii() == 'Æbc' && 'æbc'.upperAscii() == 'æBC'", "' \\u00a0x\\t'.trim() == 'x'",
        "'a-b-c'.replace('-', '+', 1) == 'a+b-c'", "'a-b'.replace('-', '') == 'ab'", "'ab'.replace('', '-') == '-a-b-'",
        "'ab'.replace('', '-', 1) == '-ab'", "'ab'.replace('a', 'x', 0) == 'ab'",
        "'a,b,c'.split(',') == ['a', 'b', 'c']", "'a,b,c'.split(',', 2) == ['a', 'b,c']",
        "'abc'.split('') == ['a', 'b', 'c']",
        "'a,'.split(',') == ['a', '']", "'a'.split(',', 0) == []", "''.split(',') == ['']",
        "['a', 'b'].join('-') == 'a-b' && ['a', 'b'].join() == 'ab'", "'abc'.reverse() == 'cba'",
        "'tacocat'.substring(1, 3) == 'ac'", "strings.quote('a\"\\n') == '\"a\\\\\"\\\\n\"'",
        "'%d%% of %s is %.1f, %x'.format([5, 'x', 2.25, 255]) == '5% of x is 2.2, ff'",
        "'%s'.format([{'b': 1, 'a': [true, null]}]) == '{a: [true, null], b: 1}'",
        "'%b %o %e'.format([5, 8, 1.0]) == '101 10 1.000000e+00'",
    ])
    func holds(source: String) throws {
        #expect(try Sample.evaluate(source) == .bool(true))
    }

    @Test(arguments: [
        "'abc'.charAt(4)", "'abc'.charAt(-1)", "'abc'.substring(2, 1)", "'abc'.substring(4)", "'abc'.indexOf('a', 4)",
        "'%d'.format(['x'])", "'%s %s'.format([1])", "'%'.format([])", "'%q'.format([1])", "'%.101f'.format([1.0])",
    ])
    func refusesImpossibleArguments(source: String) throws {
        #expect(try Sample.failure(of: source)?.kind == .invalidArgument)
    }
}
