namespace DelningsNav.Cedar.Tests;

public sealed class SchemaTests
{
    [Theory]
    [InlineData("")]
    [InlineData("// nothing")]
    [InlineData("entity A;")]
    [InlineData("entity A, B in [C, A] = { a: Long, } tags { b: String }; entity C;")]
    [InlineData("entity A {}; entity B in [];")]
    [InlineData("entity A enum [\"x\", \"y\"]; entity B in A;")]
    [InlineData("entity entity; entity tags tags Long; entity appliesTo in entity; entity Set, Long;")]
    [InlineData("entity A { \"in\": Long, \"\"?: Set<Set<{ x: Bool }>>, Set: Bool };")]
    [InlineData("entity A { l: __cedar::Long, d: __cedar::decimal, i: ipaddr, t: datetime, s: duration };")]
    [InlineData("type T = { a: U }; type U = Set<A>; entity A { t?: T };")]
    [InlineData("action a, \"b c\" in [\"d\", Action::\"e\"]; action d in e; action e;")]
    [InlineData("action a attributes {}; action context appliesTo { context: {}, resource: R, principal: [R] } attributes {}; entity R;")]
    [InlineData("action a appliesTo { principal: R, resource: [R], context: C, }; entity R; type C = { x: Bool };")]
    [InlineData("@doc(\"x\") @secret namespace A::B { @doc entity C { @doc(\"y\") d: C }; } @doc action a;")]
    [InlineData(
        "namespace A { entity X; action a in Action::\"b\"; action b; } namespace B { entity Y in A::X; action a in "
            + "A::Action::\"b\"; }")]
    [InlineData("entity A { by: Action }; action a;")]
    public void What_the_format_allows_is_read(string schema) => Assert.Empty(Valid.Problems(schema));

    [Fact]
    public void Every_problem_of_a_text_is_named_with_line_and_column()
    {
        var problems = Valid.Problems(
            """
            entity A { a Long };
            entity B in { };
            action a appliesTo { principal: [], context: {}, context: {} };
            namespace N {
              entity C enum [];
              type D = Set<Long;
              thing E;
            }
            entity if;
            entity F { x: Long, "x": Bool }
            """);

        Assert.Equal(
            """
            1:14: expected `:`, found `Long`
            2:13: expected an entity type or `[`, found `{`
            3:20: `appliesTo` lacks `resource`
            3:22: the action applies to no principal; name at least one entity type, or leave `appliesTo` out
            3:50: `appliesTo` names `context` twice
            5:18: expected an entity's id as a string, found `]`
            6:20: expected `>`, found `;`
            7:3: expected `entity`, `action`, `type` or `}`, found `thing`
            9:8: `if` is a reserved word and cannot be used as a name
            10:21: the record has the attribute "x" twice
            10:32: expected `;`, found the end of the text
            """, problems);
    }

    [Fact]
    public void Every_name_that_means_nothing_is_named_with_line_and_column()
    {
        var problems = Valid.Problems(
            """
            entity User in Grop { age: Lnog, other: N::User, own: __cedar::User };
            entity Group;
            action view in [red, Action::"x", N::Action::"view"] appliesTo { principal: Nobody, resource: Long, context: User };
            action read;
            """);

        Assert.Equal(
            """
            1:16: `Grop` is not an entity type of the schema; did you mean `Group`?
            1:28: `Lnog` is not a type of the schema; did you mean `Long`?
            1:41: `N::User` is not a type of the schema
            1:55: `__cedar::User` is not a type of the schema
            3:17: `"red"` is not an action of the schema; did you mean `read`?
            3:22: `Action::"x"` is not an action of the schema
            3:35: `N::Action::"view"` is not an action of the schema; did you mean `view`?
            3:77: `Nobody` is not an entity type of the schema
            3:95: `Long` is not an entity type of the schema
            3:110: the context must be a record; `User` is not
            """, problems);
    }

    [Theory]
    [InlineData("entity A; entity B, A;", "1:21: the entity type `A` is declared twice")]
    [InlineData("type A = Long; type A = Long;", "1:21: the type `A` is declared twice")]
    [InlineData("action a; action b, \"a\";", "1:21: the action `Action::\"a\"` is declared twice")]
    [InlineData("namespace N {} namespace M {} namespace N {}", "1:41: the namespace `N` is declared twice; put everything in one")]
    [InlineData("namespace __cedar::N {}", "1:11: `__cedar` is Cedar's own namespace; choose another name")]
    [InlineData("type Record = Long;", "1:6: `Record` is Cedar's own name and cannot be given to a type; choose another name")]
    [InlineData("namespace N { entity Action; }", "1:22: an entity type cannot be called `Action`; actions are declared with `action`")]
    [InlineData("@a @b @a(\"\") entity A;", "1:8: the annotation `a` is given twice")]
    [InlineData("entity A = { a: Long } #;", "1:24: \"#\" means nothing in a schema")]
    public void What_may_not_be_declared_is_refused(string schema, string problem) =>
        Assert.StartsWith(problem, Valid.Problems(schema), StringComparison.Ordinal);

    [Fact]
    public void A_name_of_no_namespace_cannot_be_hidden_by_one_in_a_namespace()
    {
        var problems = Valid.Problems("entity A; type T = Long; action a; namespace N { type A = Long; entity T; action a, b; }");

        Assert.Equal(
            """
            1:55: `N::A` would hide `A`, which is declared in no namespace; rename one of them
            1:72: `N::T` would hide `T`, which is declared in no namespace; rename one of them
            1:82: `N::Action::"a"` would hide the action "a", which is declared in no namespace; rename one of them
            """, problems);
    }

    [Theory]
    [InlineData("type A = A; entity E { a: A };", "1:6: the type `A` is defined by itself; break the circle")]
    [InlineData("type A = { b: B }; type B = Set<C>; type C = A;", "1:6: the type `A` is defined by itself; break the circle")]
    [InlineData(
        "action a in b; action b in c; action c in b;",
        "1:23: the action `Action::\"b\"` belongs to itself; break the circle\n1:38: the action `Action::\"c\"` belongs to "
            + "itself; break the circle")]
    public void A_circle_is_refused(string schema, string problem) => Assert.Equal(problem, Valid.Problems(schema));

    [Fact]
    public void Entity_types_may_belong_to_themselves() => Assert.Empty(Valid.Problems("entity A in [A, B]; entity B in A;"));

    [Theory]
    [InlineData("type T = Long; entity T;", "1 + principal.x == 1")]
    [InlineData("type Long2 = Long; type T = Long2;", "1 + principal.x == 1")]
    [InlineData("entity T;", "principal.x == T::\"a\"")]
    [InlineData("entity T, Long;", "principal.x == T::\"a\"")]
    public void A_common_type_goes_before_an_entity_type(string declarations, string condition)
    {
        var schema = CedarSchema.Parse($"{declarations} entity User {{ x: T }}; action a appliesTo {{ principal: User, resource: User }};");

        Assert.Empty(Valid.Policy(schema, $"permit(principal, action, resource) when {{ {condition} }};"));
    }

    [Theory]
    [InlineData("T", "N", true)]
    [InlineData("T", "", true)]
    [InlineData("T", "M", false)]
    [InlineData("N::T", "N", true)]
    [InlineData("N::T", "", false)]
    [InlineData("N::T", "M", false)]
    [InlineData("M::T", "N", false)]
    [InlineData("M::T", "", false)]
    [InlineData("M::T", "M", true)]
    public void A_name_is_sought_in_its_own_namespace_and_then_in_none(string written, string declaredIn, bool isFound)
    {
        var uses = new (string Use, bool Entity, bool Common)[]
        {
            ($"entity E {{ a: {written} }};", true, true),
            ($"entity E tags Set<{written}>;", true, true),
            ($"type U = {{ a: {written} }};", true, true),
            ($"entity E in {written};", true, false),
            ($"action a appliesTo {{ principal: {written}, resource: E }}; entity E;", true, false),
            ($"action a appliesTo {{ principal: E, resource: [{written}] }}; entity E;", true, false),
            ($"action a appliesTo {{ principal: E, resource: E, context: {{ a: {written} }} }}; entity E;", true, true),
            ($"action a appliesTo {{ principal: E, resource: E, context: {written} }}; entity E;", false, true),
        };

        foreach (var (use, entity, common) in uses)
        {
            Assert.Equal(isFound && entity, Valid.Problems(Schema("entity T;", use)).Length == 0);
            Assert.Equal(isFound && common, Valid.Problems(Schema("type T = { x: Long };", use)).Length == 0);
        }

        string Schema(string declaration, string use) => string.Join('\n', new[] { "N", "M", string.Empty }.Select(space =>
        {
            var content = (space == declaredIn ? declaration : string.Empty) + (space == "N" ? use : string.Empty);
            return space.Length == 0 ? content : $"namespace {space} {{ {content} }}";
        }));
    }

    [Theory]
    [InlineData("ipaddr", "resource.a.isIpv4()")]
    [InlineData("__cedar::ipaddr", "resource.a.isIpv4()")]
    [InlineData("decimal", "resource.a.lessThan(decimal(\"1.0\"))")]
    [InlineData("Long", "resource.a == N::Long::\"x\"")]
    [InlineData("__cedar::Long", "resource.a > 1")]
    [InlineData("String", "resource.a == String::\"x\"")]
    [InlineData("__cedar::String", "resource.a like \"x*\"")]
    [InlineData("datetime", "resource.a.own")]
    [InlineData("Action", "resource.a == N::Action::\"a\"")]
    public void A_schema_may_use_the_names_of_Cedars_own_types_which_then_need_their_namespace(string type, string condition)
    {
        var schema = CedarSchema.Parse(
            $$"""
            entity String;
            namespace N {
              entity Long;
              type datetime = { own: Bool };
              entity E { a: {{type}} };
              action a appliesTo { principal: Long, resource: E };
            }
            """);

        Assert.Empty(Valid.Policy(schema, $"permit(principal, action, resource) when {{ {condition} }};"));
    }

    [Fact]
    public void The_exception_names_the_source()
    {
        var exception = Assert.Throws<CedarSyntaxException>(() => CedarSchema.Parse("entity", "city.cedarschema"));

        Assert.Equal("city.cedarschema: 1:7: expected an entity type's name, found the end of the text", exception.Message);
    }
}
