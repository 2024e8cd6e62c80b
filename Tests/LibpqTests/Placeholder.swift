import Testing
@Test func placeholderLibpq() {}
