package dev.faultline.envoy;

import com.github.xds.core.v3.TypedExtensionConfig;
import com.github.xds.type.matcher.v3.Matcher;
import com.github.xds.type.matcher.v3.Matcher.MatcherList;
import com.github.xds.type.matcher.v3.Matcher.MatcherList.FieldMatcher;
import com.github.xds.type.matcher.v3.Matcher.MatcherList.Predicate;
import com.github.xds.type.matcher.v3.Matcher.MatcherList.Predicate.PredicateList;
import com.github.xds.type.matcher.v3.Matcher.MatcherList.Predicate.SinglePredicate;
import com.github.xds.type.matcher.v3.Matcher.OnMatch;
import com.github.xds.type.matcher.v3.RegexMatcher;
import com.github.xds.type.matcher.v3.StringMatcher;
import com.google.protobuf.Message;
import com.google.protobuf.UInt32Value;
import dev.faultline.api.traffic.Fallback.When;
import io.envoyproxy.envoy.config.accesslog.v3.ComparisonFilter;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption.HeaderAppendAction;
import io.envoyproxy.envoy.config.core.v3.SubstitutionFormatString;
import io.envoyproxy.envoy.extensions.filters.http.custom_response.v3.CustomResponse;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.LocalReplyConfig;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.ResponseMapper;
import io.envoyproxy.envoy.extensions.http.custom_response.local_response_policy.v3.LocalResponsePolicy;
import io.envoyproxy.envoy.type.matcher.v3.HttpResponseHeaderMatchInput;
import io.envoyproxy.envoy.type.matcher.v3.HttpResponseStatusCodeClassMatchInput;
import java.util.Optional;

/**
 * Puts a substitute in the place of failures. Answers that Envoy makes itself are told apart by their status: 504 is the
 * end of a timeout, any other the breaker's or for want of an endpoint. Those of the server come through a filter, after
 * all tries. Source: Envoy LocalReplyConfig, CustomResponse.
 */
final class Substitutes {
    static final String FILTER = "envoy.filters.http.custom_response";

    /** On an answer that is a substitute: for what, in the word of the policy. */
    static final String FALLBACK = "x-faultline-fallback";

    /** On an answer of Envoy's own that is to stay: its response flags. */
    private static final String OWN = "x-faultline-flags";

    private static final int TIMED_OUT = 504;
    private static final int FIRST_FAILURE = 500;

    private final Substitute substitute;

    private Substitutes(Substitute substitute) {
        this.substitute = substitute;
    }

    static LocalReplyConfig ownAnswers(Substitute substitute) {
        var made = new Substitutes(substitute);
        return LocalReplyConfig.newBuilder()
                .addMappers(made.mapper(ComparisonFilter.Op.EQ, TIMED_OUT, When.Timeout))
                .addMappers(made.mapper(ComparisonFilter.Op.GE, FIRST_FAILURE, When.Open))
                .build();
    }

    /** Empty where the server's own failures are to be passed on. */
    static Optional<HttpFilter> serverAnswers(Substitute substitute) {
        return substitute.when().contains(When.ServerError)
                ? Optional.of(HttpManager.filter(FILTER, new Substitutes(substitute).filter()))
                : Optional.empty();
    }

    private ResponseMapper mapper(ComparisonFilter.Op op, int status, When when) {
        var mapper = ResponseMapper.newBuilder().setFilter(CallLog.status(op, status));
        if (!substitute.when().contains(when)) {
            return mapper.addHeadersToAdd(header(OWN, "%RESPONSE_FLAGS%")).build();
        }
        return mapper.setStatusCode(UInt32Value.of(substitute.status()))
                .setBody(text(substitute.body()))
                .setBodyFormatOverride(SubstitutionFormatString.newBuilder()
                        .setTextFormatSource(text("%LOCAL_REPLY_BODY%"))
                        .setContentType(substitute.contentType()))
                .addHeadersToAdd(header(FALLBACK, when.name()))
                .build();
    }

    private CustomResponse filter() {
        var answer = LocalResponsePolicy.newBuilder()
                .setStatusCode(UInt32Value.of(substitute.status()))
                .setBody(text(substitute.body()))
                .addResponseHeadersToAdd(header("content-type", substitute.contentType()))
                .addResponseHeadersToAdd(header(FALLBACK, When.ServerError.name()))
                .build();
        return CustomResponse.newBuilder()
                .setCustomResponseMatcher(Matcher.newBuilder()
                        .setMatcherList(MatcherList.newBuilder()
                                .addMatchers(FieldMatcher.newBuilder()
                                        .setPredicate(isServersFailure())
                                        .setOnMatch(OnMatch.newBuilder().setAction(extension("substitute", answer))))))
                .build();
    }

    private static Predicate isServersFailure() {
        var isFailure = single(
                extension("status", HttpResponseStatusCodeClassMatchInput.getDefaultInstance()),
                StringMatcher.newBuilder().setExact("5xx"));
        var isOurs = Predicate.newBuilder()
                .setOrMatcher(
                        PredicateList.newBuilder().addPredicate(has(FALLBACK)).addPredicate(has(OWN)));
        return Predicate.newBuilder()
                .setAndMatcher(PredicateList.newBuilder()
                        .addPredicate(isFailure)
                        .addPredicate(Predicate.newBuilder().setNotMatcher(isOurs)))
                .build();
    }

    private static Predicate has(String header) {
        return single(
                extension(
                        header,
                        HttpResponseHeaderMatchInput.newBuilder()
                                .setHeaderName(header)
                                .build()),
                StringMatcher.newBuilder()
                        .setSafeRegex(RegexMatcher.newBuilder()
                                .setGoogleRe2(RegexMatcher.GoogleRE2.getDefaultInstance())
                                .setRegex(".+")));
    }

    private static Predicate single(TypedExtensionConfig input, StringMatcher.Builder value) {
        return Predicate.newBuilder()
                .setSinglePredicate(SinglePredicate.newBuilder().setInput(input).setValueMatch(value))
                .build();
    }

    private static TypedExtensionConfig extension(String name, Message settings) {
        return TypedExtensionConfig.newBuilder()
                .setName(name)
                .setTypedConfig(HttpManager.packed(settings))
                .build();
    }

    private static DataSource text(String text) {
        return DataSource.newBuilder().setInlineString(text).build();
    }

    private static HeaderValueOption header(String name, String value) {
        return HeaderValueOption.newBuilder()
                .setHeader(HeaderValue.newBuilder().setKey(name).setValue(value))
                .setAppendAction(HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD)
                .build();
    }
}
