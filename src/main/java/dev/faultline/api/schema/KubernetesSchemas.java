package dev.faultline.api.schema;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.Optional;

/**
 * Schemas of Kubernetes' own types, which the generator emits without bounds, required fields or descriptions.
 * Source: k8s.io/apimachinery pkg/apis/meta/v1 types.go and validation.
 */
final class KubernetesSchemas {

    private static final String CONDITION = """
            type: object
            required: [type, status, lastTransitionTime, reason, message]
            properties:
              type:
                description: What the condition is about, in CamelCase.
                type: string
                maxLength: 316
                pattern: ^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?\
            (([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$
              status:
                description: True, False or Unknown.
                type: string
                enum: ["True", "False", Unknown]
              observedGeneration:
                description: The metadata.generation that the condition speaks of.
                type: integer
                format: int64
                minimum: 0
              lastTransitionTime:
                description: When the status last changed.
                type: string
                format: date-time
                maxLength: 64
              reason:
                description: Why, in one CamelCase word.
                type: string
                minLength: 1
                maxLength: 1024
                pattern: ^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$
              message:
                description: What is the case and what to do next, for people.
                type: string
                maxLength: 32768
            """;

    private static final String LABEL_SELECTOR = """
            type: object
            x-kubernetes-map-type: atomic
            properties:
              matchLabels:
                description: "Labels that must all have exactly these values: at most 16. Omitted: no label is asked for."
                type: object
                maxProperties: 16
                x-kubernetes-map-type: atomic
                additionalProperties:
                  type: string
                  maxLength: 63
                  x-kubernetes-validations:
                  - rule: "!format.labelValue().validate(self).hasValue()"
                    message: "must be a label value: letters and digits, with dashes, underscores and dots between them"
                x-kubernetes-validations:
                - rule: "self.all(key, !format.qualifiedName().validate(key).hasValue())"
                  message: "must have label keys such as app or example.com/team"
              matchExpressions:
                description: "Conditions on labels that must all hold: at most 16. Omitted: none."
                type: array
                maxItems: 16
                x-kubernetes-list-type: atomic
                items:
                  type: object
                  required: [key, operator]
                  properties:
                    key:
                      description: The label that is looked at.
                      type: string
                      maxLength: 317
                      x-kubernetes-validations:
                      - rule: "!format.qualifiedName().validate(self).hasValue()"
                        message: "must be a label key such as app or example.com/team"
                    operator:
                      description: "How the label is compared. In, NotIn: its value is, or is not, one of values. Exists, DoesNotExist: it is there, or not."
                      type: string
                      enum: [In, NotIn, Exists, DoesNotExist]
                    values:
                      description: "What the label is compared with: 1 to 32 with In and NotIn, omitted with Exists and DoesNotExist."
                      type: array
                      maxItems: 32
                      x-kubernetes-list-type: atomic
                      items:
                        type: string
                        maxLength: 63
                        x-kubernetes-validations:
                        - rule: "!format.labelValue().validate(self).hasValue()"
                          message: "must be a label value: letters and digits, with dashes, underscores and dots between them"
                  x-kubernetes-validations:
                  - rule: "(self.operator in ['In', 'NotIn']) == (has(self.values) && size(self.values) > 0)"
                    fieldPath: .values
                    message: "must have at least one value with In and NotIn, and none with Exists and DoesNotExist"
            """;

    private static final Map<Class<?>, String> BY_TYPE =
            Map.of(Condition.class, CONDITION, LabelSelector.class, LABEL_SELECTOR);

    private KubernetesSchemas() {}

    /** A fresh schema for a type of Kubernetes, empty for any other type. */
    static Optional<JSONSchemaProps> of(Class<?> type) {
        return Optional.ofNullable(BY_TYPE.get(type)).map(yaml -> Serialization.unmarshal(yaml, JSONSchemaProps.class));
    }
}
