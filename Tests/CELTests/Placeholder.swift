import Testing
@Test func placeholderCEL() {}
